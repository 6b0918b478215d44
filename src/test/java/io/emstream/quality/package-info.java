/**
 * What one pass learns, measured on streams that no rule was chosen on: streams drawn at random, streams that drift, real
 * data; against the truth, and against scikit-learn on the same points. Evidence goes to {@code target/quality}.
 */
@NullMarked
package io.emstream.quality;

import org.jspecify.annotations.NullMarked;
