/**
 * One vector of observed values with its weight and time, and the reasons for which a record is not one.
 *
 * <p>Promise: a {@link io.emstream.point.Point} holds finite or missing values only. It knows nothing of bytes.
 */
@NullMarked
package io.emstream.point;

import org.jspecify.annotations.NullMarked;
