package io.emstream.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.app.produce.RowMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes go in and come out: by our own commands, and by those that others have written. One application for all tests. */
@Timeout(240)
class BytesInAndOutIT {
    private static final String NAME = "bytes";
    private static final int PARTITIONS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private static SteeredApplication.Broker broker;
    private static SteeredApplication application;

    @BeforeAll
    static void start() {
        broker = new SteeredApplication.Broker();
        application = new SteeredApplication(broker, NAME, directory);
        application.start();
    }

    @AfterAll
    static void stop() throws Exception {
        try (SteeredApplication.Broker last = broker;
                SteeredApplication first = application) {
            assertThat(last).isNotNull();
            first.stop();
        }
    }

    @Test
    void rowsOfAFileBecomeLabelsThatAreReadWithTheirPoints() throws Exception {
        Path file = write("points.csv", 600);
        Console produced = application.command("produce", file.toString(), "--columns", "x,y", "--key", "id");
        assertThat(produced.status()).as(produced.err()).isZero();
        assertThat(produced.lines().get(0)).isEqualTo("600 rows of points.csv written to bytes.points");
        assertThat(JSON.readTree(produced.lastLine()).get("written").asInt()).isEqualTo(600);

        Map<String, JsonNode> labels = awaitLabels("points.csv-", 600, "--points");
        List<String> rows = Files.readAllLines(file);
        Map<Long, Long> right = clusters(labels, label -> label.at("/point/x/0").asDouble() > 0);
        Map<Long, Long> left = clusters(labels, label -> label.at("/point/x/0").asDouble() < 0);
        labels.values().forEach(label -> {
            String[] cells = rows.get(label.get("row").asInt() + 1).split(",", -1);
            assertThat(label.get("key").asText()).isEqualTo(cells[0]);
            assertThat(label.at("/point/x/0").asDouble()).isEqualTo(Double.parseDouble(cells[1]));
            assertThat(label.at("/point/x/1").asDouble()).isEqualTo(Double.parseDouble(cells[2]));
        });
        // Two clusters eight standard deviations apart: each side has a name of its own.
        assertThat(right).hasSize(1);
        assertThat(left).hasSize(1);
        assertThat(right.keySet()).doesNotContainAnyElementsOf(left.keySet());
        right.forEach((cluster, count) -> assertThat(application
                        .command("consume", "--cluster", Long.toString(cluster), "--format", "json")
                        .lines())
                .filteredOn(line -> line.contains("\"key\":\"points.csv-"))
                .hasSize(Math.toIntExact(count))
                .allMatch(line -> line.contains("\"cluster\":" + cluster + ",")));
        Console table = application.command("consume", "--limit", "5");
        assertThat(table.lines()).hasSize(6).first().asString().contains("partition", "offset", "cluster", "status");
        Console csv = application.command("consume", "--format", "csv", "--from", "3", "--limit", "2");
        assertThat(csv.lines()).hasSize(3).element(1).asString().matches("[01],\\d+,.*,OK,.*");
    }

    @Test
    void rowsInBlocksBecomeTheSameLabelsInFewerRecords() throws Exception {
        Path file = write("single.csv", 600);
        application.command("produce", file.toString(), "--columns", "x,y", "--key", "id");
        Map<String, JsonNode> singles = awaitLabels("single.csv-", 600);

        Path again = Files.copy(file, directory.resolve("blocks.csv"));
        Console produced = application.command("produce", again.toString(), "--columns", "x,y", "--block", "256");
        assertThat(produced.status()).as(produced.err()).isZero();
        assertThat(produced.lines().get(0)).isEqualTo("600 rows of blocks.csv written to bytes.points in 3 records");
        Map<String, String> held = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : points()) {
            RowMark.in(record.headers())
                    .filter(mark -> mark.source().equals("blocks.csv"))
                    .ifPresent(mark ->
                            held.put(record.partition() + ":" + record.offset(), mark.row() + "+" + mark.count()));
        }
        assertThat(held.values()).containsExactlyInAnyOrder("0+256", "256+256", "512+88");
        Map<Integer, JsonNode> blocks = Awaitility.await("labels of blocks")
                .atMost(PATIENCE)
                .until(() -> labelsOf(held.keySet()), found -> found.size() >= 600);
        singles.values().forEach(single -> {
            JsonNode inBlock =
                    Objects.requireNonNull(blocks.get(single.get("row").asInt()));
            assertThat(inBlock.get("cluster")).as(single.toString()).isEqualTo(single.get("cluster"));
        });
        List<String> rows = Files.readAllLines(file);
        blocks.forEach((row, label) -> assertThat(label.at("/point/0").asDouble())
                .isEqualTo(Double.parseDouble(rows.get(row + 1).split(",", -1)[1])));
    }

    /** Labels of these records, by the row of the file. */
    private static Map<Integer, JsonNode> labelsOf(Set<String> places) throws IOException {
        Map<Integer, JsonNode> found = new HashMap<>();
        for (String line : application
                .command("consume", "--format", "json", "--points", "--set", "dimension=2")
                .lines()) {
            JsonNode label = JSON.readTree(line);
            if (places.contains(label.get("partition") + ":" + label.get("offset"))) {
                assertThat(found.put(label.get("row").asInt(), label)).isNull();
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rate=1e9", "--block=250"})
    void whatStopsInTheMiddleGoesOnWithNoRowTwiceAndNoneLeftOut(String option) throws Exception {
        int rows = 15_000;
        String name = "long" + option + ".csv";
        Path file = write(name, rows);
        List<String> right = Files.readAllLines(file);
        List<String> wrong = new ArrayList<>(right);
        wrong.set(12_001, name + "-12000,abc,1");
        Files.write(file, wrong);
        String[] command = {"produce", file.toString(), "--columns", "x,y", option};
        Console stopped = application.command(command);
        assertThat(stopped.status()).isEqualTo(1);
        assertThat(stopped.err())
                .startsWith(
                        "emstream: NOT_A_POINT: " + name + ":12002: x is \"abc\", must be a number. Mend the row, or"
                                + " leave such rows out with --skip-bad. 12000 rows are written to bytes.points. Go on with:"
                                + " emstream produce ")
                .endsWith(" --resume\n");
        Files.write(file, right);

        Console resumed = application.command(command[0], command[1], command[2], command[3], option, "--resume");
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(JSON.readTree(resumed.lastLine()).get("already").asInt()).isEqualTo(12_000);
        List<Long> written = points().stream()
                .flatMap(record -> RowMark.in(record.headers()).stream())
                .filter(mark -> mark.source().equals(name))
                .flatMap(mark ->
                        LongStream.range(mark.row(), mark.row() + mark.count()).boxed())
                .sorted()
                .toList();
        assertThat(written).isEqualTo(LongStream.range(0, rows).boxed().toList());

        Files.write(file, wrong);
        assertThat(application
                        .command(command[0], command[1], command[2], command[3], option, "--resume")
                        .err())
                .containsPattern(
                        "Rows? 12000 (to 12249 )?of " + name + " \\((up to )?line 12\\d\\d\\d\\) (is|are) not what");
    }

    @Test
    void kcatWritesPointsAndReadsWhatWeWrite() throws Exception {
        assumeTrue(isThere("kcat"), "no kcat, so nothing is tried with it");
        String points = IntStream.range(0, 500)
                .mapToObj(
                        i -> String.format(Locale.ROOT, "kcat-%d:[%.3f,%.3f]%n", i, i % 2 == 0 ? 4.0 : -4.0, i * 0.001))
                .collect(Collectors.joining());
        kcat(points + "kcat-bad:nonsense\n", "-P", "-t", "bytes.points", "-K", ":");
        Map<String, JsonNode> labels = awaitLabels("kcat-", 500);

        Map<String, JsonNode> byKcat = new HashMap<>();
        for (String line : kcat(
                "",
                "-C",
                "-t",
                "bytes.assignments",
                "-e",
                "-q",
                "-X",
                "isolation.level=read_committed",
                "-f",
                "%k %s\n")) {
            if (line.startsWith("kcat-")) {
                byKcat.put(line.substring(0, line.indexOf(' ')), JSON.readTree(line.substring(line.indexOf(' ') + 1)));
            }
        }
        assertThat(byKcat.keySet()).isEqualTo(labels.keySet());
        labels.forEach((key, ours) -> Objects.requireNonNull(byKcat.get(key))
                .properties()
                .forEach(field -> assertThat(ours.get(field.getKey()))
                        .as(key + " " + field.getKey())
                        .isEqualTo(field.getValue())));

        assertThat(application
                        .command("consume", "--dead-letters", "--format", "json")
                        .lines())
                .filteredOn(line -> line.contains("\"key\":\"kcat-bad\""))
                .singleElement()
                .asString()
                .contains("\"reason\":\"NOT_A_POINT\"", "\"value\":\"nonsense\"");

        Path file = write("few.csv", 5);
        assertThat(application
                        .command("produce", file.toString(), "--columns", "x,y", "--key", "id")
                        .status())
                .isZero();
        List<String> rows = Files.readAllLines(file);
        assertThat(kcat("", "-C", "-t", "bytes.points", "-e", "-q", "-f", "%k|%h|%s\n"))
                .filteredOn(line -> line.startsWith("few.csv-"))
                .hasSize(5)
                .allSatisfy(line -> {
                    String[] parts = line.split("\\|", -1);
                    String[] cells = rows.get(1 + Integer.parseInt(parts[0].substring("few.csv-".length())))
                            .split(",", -1);
                    assertThat(parts[1]).matches("emstream.file-row=\\d [0-9a-f]{8} \\d+ few.csv");
                    assertThat(parts[2])
                            .isEqualTo("{\"x\":[" + Double.parseDouble(cells[1]) + "," + Double.parseDouble(cells[2])
                                    + "]}");
                });
    }

    /** How many of these labels are of each cluster. */
    private static Map<Long, Long> clusters(Map<String, JsonNode> labels, Predicate<JsonNode> which) {
        return labels.values().stream()
                .filter(which)
                .collect(Collectors.groupingBy(label -> label.get("cluster").asLong(), Collectors.counting()));
    }

    /** Labels of the records whose keys begin so, once there are so many, by key. */
    private static Map<String, JsonNode> awaitLabels(String prefix, int count, String... options) {
        List<String> words = new ArrayList<>(List.of("consume", "--format", "json"));
        words.addAll(List.of(options));
        return Awaitility.await("labels of " + prefix)
                .atMost(PATIENCE)
                .until(() -> labels(prefix, words), found -> found.size() >= count);
    }

    private static Map<String, JsonNode> labels(String prefix, List<String> words) throws IOException {
        Map<String, JsonNode> found = new HashMap<>();
        for (String line : application.command(words.toArray(String[]::new)).lines()) {
            JsonNode label = JSON.readTree(line);
            String key = label.path("key").asText();
            if (key.startsWith(prefix)) {
                assertThat(found.put(key, label)).as(key).isNull();
            }
        }
        return found;
    }

    private static Path write(String name, int rows) throws IOException {
        Random random = new Random(rows);
        StringBuilder text = new StringBuilder("id,x,y\n");
        for (int row = 0; row < rows; row++) {
            double centre = random.nextBoolean() ? -4 : 4;
            text.append(String.format(
                    Locale.ROOT,
                    "%s-%d,%.4f,%.4f%n",
                    name,
                    row,
                    centre + random.nextGaussian() / 2,
                    random.nextGaussian()));
        }
        return Files.writeString(directory.resolve(name), text);
    }

    private static List<ConsumerRecord<byte[], byte[]>> points() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(partitions());
            consumer.seekToBeginning(partitions());
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions());
            while (partitions().stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.address()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(NAME + ".points", partition))
                .toList();
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "-V")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static List<String> kcat(String input, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("kcat", "-b", broker.address()));
        command.addAll(List.of(options));
        Path output = directory.resolve("kcat.out");
        Process process = new ProcessBuilder(command)
                .redirectError(directory.resolve("kcat.err").toFile())
                .redirectOutput(output.toFile())
                .start();
        try (var to = process.getOutputStream()) {
            to.write(input.getBytes(UTF_8));
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("kcat.err")))
                .isZero();
        return Files.readAllLines(output);
    }
}
