package io.emstream.codec;

/** Foreign text as far as a message shows it. */
final class Excerpt {
    private static final int VALUE = 40;
    private static final int SENTENCE = 160;

    private Excerpt() {}

    /** The start of a value. */
    static String of(String value) {
        return cut(value, VALUE);
    }

    /** The start of a value, in quotes. */
    static String quoted(String value) {
        return '"' + of(value) + '"';
    }

    /** The start of a sentence that may quote foreign text. */
    static String ofSentence(String sentence) {
        return cut(sentence, SENTENCE);
    }

    private static String cut(String text, int length) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), length));
        for (int i = 0; i < text.length(); i++) {
            if (i == length) {
                return shown.append('…').toString();
            }
            char character = text.charAt(i);
            // Control characters and halves of pairs would spoil a log line or a header.
            shown.append(Character.isISOControl(character) || Character.isSurrogate(character) ? '?' : character);
        }
        return shown.toString();
    }
}
