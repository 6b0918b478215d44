/**
 * The densities that a component of a mixture may have: one file and one line in {@link io.emstream.family.Families}
 * each.
 *
 * <p>Promise: statistics to parameters, parameters to log-density, over observed features only. It knows nothing of
 * mixing weights, versions or streams.
 */
@NullMarked
package io.emstream.family;

import org.jspecify.annotations.NullMarked;
