/**
 * Draws pictures of models: points and ellipses, profiles, densities, log-likelihoods; as SVG and as PNG.
 *
 * <p>Promise: a picture is made of a few shapes, once, and both formats draw those, so that they are the same picture. It must
 * know neither of Kafka nor of the command line.
 */
@NullMarked
package io.emstream.app.plot;

import org.jspecify.annotations.NullMarked;
