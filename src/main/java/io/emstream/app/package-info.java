/** The program: commands, settings and everything that meets the outside world. */
@NullMarked
package io.emstream.app;

import org.jspecify.annotations.NullMarked;
