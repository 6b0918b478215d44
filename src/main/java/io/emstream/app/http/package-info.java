/**
 * The HTTP server: who may ask, what can be asked, and what is answered.
 *
 * <p>Promise: every answer carries the security headers, every error is a sentence in JSON, and no answer holds a stack trace
 * or a secret. A new page is one line in {@link io.emstream.app.http.StatusServer} and a
 * {@link io.emstream.app.http.Route}. It only reads: nothing that is asked changes the stream.
 */
@NullMarked
package io.emstream.app.http;

import org.jspecify.annotations.NullMarked;
