/**
 * The versions of the model as the topics tell them, and what operators do about them: show, compare, take out, bring in,
 * pin, roll back, start anew.
 *
 * <p>Promise: whatever is commanded goes through the commands topic, and its effect is waited for and told. It starts no
 * processor.
 */
@NullMarked
package io.emstream.app.models;

import org.jspecify.annotations.NullMarked;
