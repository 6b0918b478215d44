package io.emstream.app.produce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file and a stream are the same to whoever reads them, packed or not. */
class InputTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsPackedIsUnpackedWhateverItsName() throws IOException {
        byte[] text = "a,b\n1,2\n".getBytes(UTF_8);
        for (byte[] bytes : new byte[][] {text, packed(text)}) {
            Path file = Files.write(directory.resolve("f.csv"), bytes);
            assertThat(Input.of(file).open()).hasBinaryContent(text);
            assertThat(Input.of(new ByteArrayInputStream(bytes)).open()).hasBinaryContent(text);
        }
        assertThat(Input.of(new ByteArrayInputStream(new byte[0])).open()).isEmpty();
    }

    @Test
    void theBeginningOfAStreamCanBeReadAgain() throws IOException {
        Input input = Input.of(new ByteArrayInputStream("abcdef".getBytes(UTF_8)));
        try (InputStream first = input.open()) {
            assertThat(first.readNBytes(4)).isEqualTo("abcd".getBytes(UTF_8));
        }
        assertThat(input.open()).hasContent("abcdef");
        assertThat(input.fraction()).isNaN();
    }

    @Test
    void aBeginningThatIsTooLongAgoIsASentence() throws IOException {
        Input input = Input.of(new ByteArrayInputStream(new byte[20 << 20]));
        input.open().skipNBytes(17 << 20);
        assertThatIOException().isThrownBy(input::open).withMessageContaining("say which with --columns");
    }

    @Test
    void theFractionIsThatOfTheFile() throws IOException {
        Input input = Input.of(Files.write(directory.resolve("f"), new byte[300_000]));
        assertThat(input.fraction()).isZero();
        InputStream in = input.open();
        assertThat(in.readNBytes(150_000)).hasSize(150_000);
        assertThat(input.fraction()).isBetween(0.5, 0.75);
        in.readAllBytes();
        assertThat(input.fraction()).isEqualTo(1);
    }

    @Test
    void theKindIsThatOfTheNameOrOfTheFirstCharacter() throws IOException {
        assertThat(kind("f.csv.gz", "{}")).isEqualTo(Input.Kind.CSV);
        assertThat(kind("f.ndjson", "a,b")).isEqualTo(Input.Kind.JSON);
        assertThat(kind("f.JSONL.gz", "a,b")).isEqualTo(Input.Kind.JSON);
        assertThat(kind("f.txt", " \n{}")).isEqualTo(Input.Kind.JSON);
        assertThat(kind("f.txt", "[1]")).isEqualTo(Input.Kind.JSON);
        assertThat(kind("f.txt", "a,b")).isEqualTo(Input.Kind.CSV);
        assertThat(kind("f.txt", "")).isEqualTo(Input.Kind.CSV);
    }

    private Input.Kind kind(String name, String content) throws IOException {
        return Input.of(Files.writeString(directory.resolve(name), content)).kind();
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
