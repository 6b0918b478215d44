package io.emstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the jar that users start: looked at through nothing but the jar. */
class PackagedJarIT {
    private static final Path JAR = Path.of(System.getProperty("emstream.jar"));
    private static final String KAFKA = "org.apache.kafka.common.";

    @Test
    void itIsNotLargerThanPromised() throws Exception {
        assertThat(Files.size(JAR)).isLessThanOrEqualTo(60_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GZIP", "SNAPPY", "LZ4", "ZSTD"})
    void itBringsEveryCodec(String codec) throws Exception {
        byte[] letters = "abc".repeat(1000).getBytes(StandardCharsets.UTF_8);
        URL[] jar = {JAR.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(jar, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass(KAFKA + "record.internal.CompressionType");
            Class<?> compressions = loader.loadClass(KAFKA + "compress.Compression");
            Class<?> buffers = loader.loadClass(KAFKA + "utils.ByteBufferOutputStream");
            Object builder = compressions
                    .getMethod("of", type)
                    .invoke(null, type.getField(codec).get(null));
            Object compression = loader.loadClass(KAFKA + "compress.Compression$Builder")
                    .getMethod("build")
                    .invoke(builder);
            Object buffer = buffers.getConstructor(int.class).newInstance(64);
            try (OutputStream out = (OutputStream)
                    compressions.getMethod("wrapForOutput", buffers, byte.class).invoke(compression, buffer, (byte)
                            2)) {
                out.write(letters);
            }
            ByteBuffer packed = (ByteBuffer) buffers.getMethod("buffer").invoke(buffer);
            packed.flip();
            assertThat(packed.remaining()).isLessThan(letters.length / 2);
            Class<?> supplier = loader.loadClass(KAFKA + "utils.BufferSupplier");
            try (InputStream in = (InputStream) compressions
                    .getMethod("wrapForInput", ByteBuffer.class, byte.class, supplier)
                    .invoke(
                            compression,
                            packed,
                            (byte) 2,
                            supplier.getField("NO_CACHING").get(null))) {
                assertThat(in.readAllBytes()).isEqualTo(letters);
            }
        }
    }
}
