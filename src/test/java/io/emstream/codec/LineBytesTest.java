package io.emstream.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineBytesTest {
    @Test
    void linesAreThoseOfTheSourceHoweverLongTheyAreAndHoweverTheyArrive() throws IOException {
        long seed = 5;
        Random random = new Random(seed);
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            // Some are longer than the buffer is at first, so that it has to grow.
            int length = i % 50 == 0 ? 70_000 + random.nextInt(200_000) : random.nextInt(2000);
            written.add(random.ints(length, '"', 'z')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
        }
        for (String end : List.of("", "\n")) {
            byte[] bytes = (String.join("\n", written) + end).getBytes(UTF_8);
            assertThat(lines(new ByteArrayInputStream(bytes)))
                    .as("seed %d", seed)
                    .isEqualTo(written);
            assertThat(lines(inPieces(bytes, random))).as("seed %d", seed).isEqualTo(written);
        }
    }

    @Test
    void linesAreCountedAndAskedForQuotes() throws IOException {
        try (LineBytes lines = of("\uFEFFa\n\nb\"\nc")) {
            assertThat(lines.next()).isTrue();
            assertThat(lines.copy()).asString().isEqualTo("a");
            assertThat(lines.line()).isEqualTo(1);
            assertThat(lines.hasQuote()).isFalse();
            assertThat(lines.next()).isTrue();
            assertThat(lines.length()).isZero();
            assertThat(lines.next()).isTrue();
            assertThat(lines.hasQuote()).isTrue();
            assertThat(lines.last()).isEqualTo((byte) '"');
            assertThat(lines.line()).isEqualTo(3);
            lines.cutLast();
            assertThat(lines.copy()).asString().isEqualTo("b");
            assertThat(lines.next()).isTrue();
            assertThat(lines.hasQuote()).isFalse();
            assertThat(lines.next()).isFalse();
        }
    }

    @Test
    void aLineMayGoOnBehindItsEnd() throws IOException {
        String rest = "x".repeat(100_000);
        try (LineBytes lines = of("a\n" + rest + "\nb\n")) {
            assertThat(lines.next()).isTrue();
            assertThat(lines.goOn()).isTrue();
            assertThat(lines.copy()).asString().isEqualTo("a\n" + rest);
            assertThat(lines.line()).isEqualTo(1);
            assertThat(lines.next()).isTrue();
            assertThat(lines.copy()).asString().isEqualTo("b");
            assertThat(lines.line()).isEqualTo(3);
            assertThat(lines.goOn()).isTrue();
            assertThat(lines.copy()).asString().isEqualTo("b\n");
            assertThat(lines.goOn()).isFalse();
            assertThat(lines.next()).isFalse();
        }
    }

    @Test
    void aLineHasALargestLength() throws IOException {
        String longest = "x".repeat(LineBytes.LONGEST);
        assertThat(lines(new ByteArrayInputStream((longest + "\ny").getBytes(UTF_8))))
                .containsExactly(longest, "y");
        for (String end : List.of("", "\ny")) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> lines(new ByteArrayInputStream((longest + "x" + end).getBytes(UTF_8))))
                    .withMessage("line 1: row has more than 16777216 bytes; that is too much");
        }
    }

    private static LineBytes of(String content) {
        return new LineBytes(new ByteArrayInputStream(content.getBytes(UTF_8)), "; that is too much");
    }

    private static InputStream inPieces(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, 1 + random.nextInt(700)));
            }
        };
    }

    private static List<String> lines(InputStream in) throws IOException {
        List<String> all = new ArrayList<>();
        try (LineBytes lines = new LineBytes(in, "; that is too much")) {
            while (lines.next()) {
                all.add(new String(lines.bytes(), lines.from(), lines.length(), UTF_8));
            }
        }
        return all;
    }
}
