/**
 * The commands, one class each, and the options that they share.
 *
 * <p>Promise: results go to stdout and everything else to stderr; a failure is a sentence with a cause and a next step,
 * never a stack trace.
 */
@NullMarked
package io.emstream.app.command;

import org.jspecify.annotations.NullMarked;
