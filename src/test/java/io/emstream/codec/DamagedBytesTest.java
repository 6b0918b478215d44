package io.emstream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged bytes of the internal formats give a {@link MalformedBytesException} and nothing else. */
class DamagedBytesTest {
    /** Reads a message and forgets it. */
    interface Decoding {
        void decode(byte[] bytes);
    }

    /** A message with its decoder. */
    static final class Message {
        private final String name;
        private final byte[] bytes;
        private final Decoding decoding;

        Message(String name, byte[] bytes, Decoding decoding) {
            this.name = name;
            this.bytes = bytes;
            this.decoding = decoding;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Message> messages() {
        LearnerStateCodec states = new LearnerStateCodec(AnyFamily::parse);
        return Stream.of(
                        Stream.of(
                                        "task-report-pane-full-v1",
                                        "task-report-pane-diagonal-v1",
                                        "task-report-pane-none-v1",
                                        "task-report-raw-points-v1",
                                        "task-report-progress-v1",
                                        "task-report-progress-holds-v1")
                                .map(name -> new Message(name, Golden.bytes(name), TaskReportCodec::decode)),
                        Stream.of("held-record-v1", "held-record-empty-v1")
                                .map(name -> new Message(name, Golden.bytes(name), HeldRecordCodec::decode)),
                        Stream.of(new Message(
                                "model-v1", Golden.bytes("model-v1"), new ModelCodec(AnyFamily::parse)::decode)),
                        GoldenBytesTest.stateBlocks().entrySet().stream()
                                .map(block -> new Message(
                                        block.getKey(),
                                        block.getValue(),
                                        bytes -> states.decode(
                                                Map.of(block.getKey(), bytes).entrySet()))))
                .flatMap(messages -> messages);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void cutShortAtAnyLength(Message message) {
        for (int length = 0; length < message.bytes.length; length++) {
            assertMalformed(message, Arrays.copyOf(message.bytes, length));
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void followedByMore(Message message) {
        assertMalformed(message, Arrays.copyOf(message.bytes, message.bytes.length + 1));
        assertMalformed(message, Arrays.copyOf(message.bytes, message.bytes.length + 1000));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void ofAnotherKindOrVersion(Message message) {
        for (int value = 0; value < 256; value++) {
            for (int position = 0; position < 2; position++) {
                if (message.bytes[position] != (byte) value) {
                    assertMalformed(message, with(message.bytes, position, value));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void anyFourBytesMayBecomeAnAbsurdLength(Message message) {
        for (int absurd : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 1 << 28, 1 << 20, 1 << 16}) {
            for (int position = 2; position + 4 <= message.bytes.length; position++) {
                byte[] damaged = message.bytes.clone();
                for (int i = 0; i < 4; i++) {
                    damaged[position + i] = (byte) (absurd >>> (24 - 8 * i));
                }
                isReadable(message, damaged);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void anyByteMayChange(Message message) {
        for (int position = 0; position < message.bytes.length; position++) {
            for (int value : new int[] {0, 1, 2, 3, 4, 5, 8, 9, 16, 32, 64, 127, 128, 192, 254, 255}) {
                isReadable(message, with(message.bytes, position, value));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void severalBytesMayBeDamagedAtOnce(Message message) {
        long seed = 20240607;
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = Arrays.copyOf(message.bytes, random.nextInt(message.bytes.length + 8));
            for (int changes = 1 + random.nextInt(6); changes > 0 && damaged.length > 2; changes--) {
                damaged[2 + random.nextInt(damaged.length - 2)] = (byte) random.nextInt();
            }
            isReadable(message, damaged);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "task-report-pane-full-v1, 2, 0, 'byte 2: content is 0, must be 1 to 3'",
        "task-report-pane-full-v1, 2, 4, 'byte 2: content is 4, must be 1 to 3'",
        "task-report-pane-full-v1, 35, 3, 'byte 35: scatter layout is 3, must be 0 to 2'",
        "task-report-pane-full-v1, 180, 191, 'byte 180: threshold is -0.375, must be above 0 and at most 1'",
        "task-report-raw-points-v1, 7, 0, 'byte 7: kind of raw points is 0, must be 1 to 3'",
        "task-report-progress-v1, 15, 9, 'byte 15: activity is 9, must be 1 to 6'",
        "task-report-pane-full-v1, 36, 127, 'byte 36: number of features is 2130706434, must be 1 to 27'",
        "model-v1, 1, 2, 'byte 1: version of ''M'' is 2, must be 1; a newer version of emstream wrote this: use that version, or a newer one'",
        "model-v1, 0, 82, 'byte 0: is 82, must be 77 (''M'')'",
        "model-v1, 63, 66, 'byte 59: Bny:2 is no family, must be any'",
        "model-v1, 41, 255, 'byte 41: the name of a feature is not UTF-8'",
        "prior, 3, 3, 'byte 3: prior: kind of prior is 3, must be 1 or 2'",
        "prior, 2, 4, 'byte 2: prior: content is 4, must be 3'",
        "open/000000003a4fc8bc/0000000000000002, 10, 0, 'byte 3: open/000000003a4fc8bc/0000000000000002: pane 978307072 of epoch 2 is under this name'",
    })
    void theMessageSaysWhereAndWhat(String name, int position, int value, String complaint) {
        Message message =
                messages().filter(any -> any.name.equals(name)).findAny().orElseThrow();
        assertThatExceptionOfType(MalformedBytesException.class)
                .isThrownBy(() -> message.decoding.decode(with(message.bytes, position, value)))
                .withMessage(complaint);
    }

    private static byte[] with(byte[] bytes, int position, int value) {
        byte[] damaged = bytes.clone();
        damaged[position] = (byte) value;
        return damaged;
    }

    private static void assertMalformed(Message message, byte[] damaged) {
        if (isReadable(message, damaged)) {
            fail(message + " was read from " + HexFormat.of().formatHex(damaged));
        }
    }

    /** Whether a value could be read; any exception other than the documented one passes through and fails the test. */
    private static boolean isReadable(Message message, byte[] damaged) {
        try {
            message.decoding.decode(damaged);
            return true;
        } catch (MalformedBytesException expected) {
            assertThat(expected.position() <= damaged.length).isTrue();
            return false;
        }
    }
}
