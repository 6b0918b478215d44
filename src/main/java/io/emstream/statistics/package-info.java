/**
 * What a set of points leaves behind: weight, mean and centred scatter, with three verbs: observe, merge, scale.
 *
 * <p>Promise: parts merged equal the whole, and nothing is ever subtracted. It knows nothing of densities.
 */
@NullMarked
package io.emstream.statistics;

import org.jspecify.annotations.NullMarked;
