package io.emstream.app.settings;

/**
 * A value that somebody gave to a key.
 *
 * @param origin who: a file, an environment variable or a flag, as the person who gave it would name it
 * @param key the key that is meant
 * @param value as written; references such as <code>${env:NAME}</code> are not replaced
 */
record Given(String origin, String key, String value) {}
