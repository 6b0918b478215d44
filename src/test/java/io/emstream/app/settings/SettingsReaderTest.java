package io.emstream.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.emstream.app.settings.SettingsReader.Purpose;
import io.emstream.family.Prior;
import io.emstream.learn.ClusterRange;
import io.emstream.learn.Forgetting;
import io.emstream.learn.LearnerSettings;
import io.emstream.streams.StreamSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
    @TempDir
    private Path directory;

    @Test
    void flagsGoBeforeTheEnvironmentBeforeTheFileBeforeTheDefaults() throws Exception {
        Path file = file("clusters=2", "features=a,b", "lateness=PT7S", "seed=5", "idle.timeout=PT9S");
        Settings settings = new SettingsReader(Map.of("EMSTREAM_LATENESS", "PT8S", "EMSTREAM_SEED", "6"))
                .file(file)
                .flag("--seed", "seed", "7")
                .read(Purpose.PROCESSING);
        assertThat(settings.learner(4).seed()).isEqualTo(7);
        assertThat(settings.stream().lateness()).isEqualTo(Duration.ofSeconds(8));
        assertThat(settings.stream().idleTimeout()).isEqualTo(Duration.ofSeconds(9));
        assertThat(settings.stream().maxAhead()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void allProblemsAreToldAtOnceEachWithOriginKeyValueAndLimit() throws Exception {
        Path file = file("clusters=0", "clutsers=3", "pane.interval=soon", "security.protocol=SSL", "lateness=-PT1S");
        List<String> problems = problems(new SettingsReader(Map.of("EMSTREAM_THREADS", "many", "EMSTREAM_CLUSTER", "2"))
                .file(file)
                .flag("--set", "step.exponent", "0.5")
                .flag("--set", "kafka.acks", "most"));
        assertThat(problems)
                .containsExactlyInAnyOrder(
                        file + ": clusters = 0, must be " + ClusterRange.FORMS,
                        file + ": clutsers = 3, is no setting, did you mean clusters?",
                        file + ": pane.interval = soon, must be a duration such as PT1S or PT2M, PT0.001S or more",
                        file + ": lateness = -PT1S, must be a duration such as PT1S or PT2M, PT0S or more",
                        file + ": security.protocol = SSL, is Kafka's own, must be written kafka.security.protocol",
                        "environment variable EMSTREAM_THREADS: threads = many, must be a whole number, from 0 to 1024",
                        "environment variable EMSTREAM_CLUSTER: cluster = 2, is no setting, did you mean clusters?",
                        "--set: step.exponent = 0.5, must be above 0.5 and at most 1.0",
                        "--set: kafka.acks = most, is refused by Kafka: String must be one of: all, -1, 0, 1");
    }

    @Test
    void muchMayBeLeftToTheData() throws Exception {
        LearnerSettings learner = reader("clusters", "auto:2..30")
                .flag("--set", "forgetting", "auto")
                .read(Purpose.PROCESSING)
                .learner(1);
        assertThat(learner.clusters()).isEqualTo(new ClusterRange(2, 30));
        assertThat(learner.warmupPoints()).isEqualTo(500);
        assertThat(learner.forgetting()).isEqualTo(new Forgetting.Auto());
        assertThat(problems(reader("clusters", "auto:3..2")))
                .containsExactly("--set: clusters = auto:3..2, must be " + ClusterRange.FORMS);
        assertThat(problems(shaped(1, 1).flag("--set", "clusters", "auto:1..6").flag("--set", "family", "bernoulli"))
                        .get(0))
                .startsWith("--set: family = bernoulli, does not fit 1 to 6 clusters and 1 features: ");
    }

    @Test
    void checksOfTheModelAreBoundInTheStreamAndNotInAPassOverAFile() throws Exception {
        Settings settings = reader("learner.cpu", "1.5").read(Purpose.PROCESSING);
        assertThat(settings.learner(1).cpu()).isEqualTo(1.5);
        assertThat(settings.learner("file", settings.features(), 1).cpu()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(problems(reader("learner.cpu", "-1")))
                .containsExactly("--set: learner.cpu = -1, must be at least 0 and at most 64.0");
    }

    @Test
    void onlyProcessingNeedsTheShapeOfTheModel() throws Exception {
        assertThat(problems(new SettingsReader(Map.of())))
                .containsExactly(
                        "features and dimension are not set, one of them must be: the names of the features, or their"
                                + " number");
        assertThat(new SettingsReader(Map.of()).read(Purpose.CONNECTION).bootstrapServers())
                .isEqualTo("localhost:9092");
    }

    @Test
    void aShapeThatCannotWorkIsRefused() {
        assertThat(problems(shaped(3, 2).flag("--set", "features", "a,b,c")))
                .containsExactly("--set: dimension = 2, must be 3, the number of features named, or left out");
        assertThat(problems(new SettingsReader(Map.of())
                        .flag("--set", "clusters", "3")
                        .flag("--set", "features", "a,b,a")))
                .containsExactly("--set: features: a is named twice");
        assertThat(problems(shaped(2, 1).flag("--set", "family", "bernoulli")).get(0))
                .startsWith("--set: family = bernoulli, does not fit 2 clusters and 1 features: ");
        assertThat(problems(shaped(2, 2).flag("--set", "family", "gaussian-ful"))
                        .get(0))
                .startsWith("--set: family = gaussian-ful, must be one of gaussian-full, ");
        assertThat(problems(shaped(50, 1000)).get(0))
                .startsWith("default: max.record.bytes = 16777216, must be ")
                .contains("50 clusters of 1000 features (gaussian-full)", "gaussian-diag");
        assertThat(problems(shaped(1, 5000).flag("--set", "family", "gaussian-diag"))
                        .get(0))
                .contains("1 clusters of 5000 features (gaussian-diag)", "statistics, with a sample of 512 points,");
        assertThat(problems(shaped(30, 2).flag("--set", "warmup.points", "200")))
                .containsExactly("--set: warmup.points = 200, must be 0 (by rule) or 300 or more, 10 for each of 30"
                        + " clusters");
    }

    @Test
    void outliersAreExpectedWhereAPriorKeepsGaussiansInShape() throws Exception {
        assertThat(shaped(2, 2).read(Purpose.PROCESSING).learner(1).outliers()).isTrue();
        assertThat(reader("prior", "none").read(Purpose.PROCESSING).learner(1).outliers())
                .isFalse();
        assertThat(reader("family", "kmeans")
                        .read(Purpose.PROCESSING)
                        .learner(1)
                        .outliers())
                .isFalse();
        assertThat(reader("outliers", "off").read(Purpose.PROCESSING).learner(1).outliers())
                .isFalse();
        assertThat(reader("prior", "none")
                        .flag("--set", "outliers", "on")
                        .read(Purpose.PROCESSING)
                        .learner(1)
                        .outliers())
                .isTrue();
        assertThat(problems(reader("family", "kmeans").flag("--set", "outliers", "on")))
                .containsExactly("--set: outliers = on, must be auto or off for kmeans: only Gaussian families have"
                        + " densities that noise could be weighed against");
    }

    @Test
    void topicsMustDiffer() {
        assertThat(problems(shaped(2, 2).flag("--set", "models.topic", "t").flag("--set", "events.topic", "t")))
                .containsExactly("--set: events.topic = t, must differ from models.topic");
    }

    @Test
    void referencesAreReplacedAndNotPrinted() throws Exception {
        Path secrets = Files.writeString(directory.resolve("secrets.properties"), "password=hunter2\n");
        Settings settings = new SettingsReader(Map.of("GROUP", "orders"))
                .flag("--set", "application.id", "${env:GROUP}-clusters")
                .flag("--set", "kafka.ssl.key.password", "${file:" + secrets + ":password}")
                .read(Purpose.CONNECTION);
        assertThat(settings.applicationId()).isEqualTo("orders-clusters");
        assertThat(settings.kafka().admin()).containsEntry("ssl.key.password", "hunter2");
        assertThat(settings.shown()).containsEntry("kafka.ssl.key.password", "${file:" + secrets + ":password}");
    }

    @Test
    void aReferenceThatLeadsNowhereIsAProblem() {
        assertThat(problems(shaped(2, 2).flag("--set", "seed", "${env:NOWHERE}")))
                .containsExactly(
                        "--set: seed = ${env:NOWHERE}, refers to ${env:NOWHERE}, which does not exist or cannot be read");
        assertThat(problems(shaped(2, 2).flag("--set", "seed", "${file:/no/such:key}"))
                        .get(0))
                .contains("which does not exist or cannot be read");
        assertThat(problems(shaped(2, 2).flag("--set", "seed", "${vault:a:b}")).get(0))
                .contains("must refer to one of ${directory:…}, ${env:…}, ${file:…}");
    }

    @Test
    void secretsAreMaskedWhereverTheyArePrinted() throws Exception {
        Settings settings = new SettingsReader(Map.of("KAFKA_SASL_JAAS_CONFIG", "password=\"hunter2\";"))
                .flag("--set", "kafka.ssl.truststore.password", "hunter2")
                .flag("--set", "kafka.my.plugin.secret", "hunter2")
                .flag("--set", "kafka.security.protocol", "SASL_SSL")
                .read(Purpose.CONNECTION);
        assertThat(settings.shown())
                .containsEntry("kafka.sasl.jaas.config", Secrets.MASK)
                .containsEntry("kafka.ssl.truststore.password", Secrets.MASK)
                .containsEntry("kafka.my.plugin.secret", Secrets.MASK)
                .containsEntry("kafka.security.protocol", "SASL_SSL");
        assertThat(problems(shaped(2, 2).flag("--set", "password", "hunter2")))
                .containsExactly("--set: password = " + Secrets.MASK + ", is no setting");
    }

    @ParameterizedTest
    @CsvSource({
        "KAFKA_SASL_MECHANISM, sasl.mechanism",
        "KAFKA_SOME__KEY_WITH___DASH, some_key.with-dash",
        "KAFKA_PRODUCER_LINGER_MS, producer.linger.ms"
    })
    void kafkasKeysInTheEnvironmentFollowTheRuleOfItsImage(String variable, String key) throws Exception {
        assertThat(new SettingsReader(Map.of(variable, "1"))
                        .read(Purpose.CONNECTION)
                        .shown())
                .containsOnlyKeys("kafka." + key);
    }

    @Test
    void variablesOfTheMachineryAreNotSettings() throws Exception {
        Map<String, String> environment = Map.of(
                "EMSTREAM_SERVICE_HOST", "10.0.0.1",
                "EMSTREAM_PORT", "tcp://10.0.0.1:8080",
                "EMSTREAM_PORT_8080_TCP_ADDR", "10.0.0.1",
                "EMSTREAM_LOG_LEVEL", "DEBUG",
                "KAFKA_SERVICE_PORT", "9092",
                "KAFKA_OPTS", "-Xmx1g",
                "KAFKA_LOG_LEVEL", "INFO");
        assertThat(new SettingsReader(environment).read(Purpose.CONNECTION).shown())
                .isEmpty();
    }

    @Test
    void kafkasNameForASettingOfOursMeansTheSame() throws Exception {
        Settings settings = new SettingsReader(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                        "KAFKA_COMMIT_INTERVAL_MS", "250",
                        "KAFKA_NUM_STREAM_THREADS", "3"))
                .read(Purpose.CONNECTION);
        assertThat(settings.bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(settings.commitInterval()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.threads(9)).isEqualTo(3);
    }

    @Test
    void aFileThatCannotBeReadIsAProblemLikeAnyOther() throws Exception {
        Path missing = directory.resolve("missing.properties");
        assertThat(problems(shaped(2, 2).file(missing))).containsExactly(missing + ": there is no such file");
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(problems(shaped(2, 2).file(binary))).containsExactly(binary + ": is not text in UTF-8");
        Path twice = file("seed=1", "seed=2");
        assertThat(problems(shaped(2, 2).file(twice))).containsExactly(twice + ": seed is set twice, must be set once");
    }

    @Test
    void theLearnerIsToldWhatTheDesignSays() throws Exception {
        Settings settings = shaped(4, 2).read(Purpose.PROCESSING);
        LearnerSettings learner = settings.learner(3);
        assertThat(learner.name()).isEqualTo("emstream");
        assertThat(learner.features().names()).containsExactly("x0", "x1");
        assertThat(learner.family().name()).isEqualTo("gaussian-full");
        assertThat(learner.clusters()).isEqualTo(ClusterRange.of(4));
        assertThat(learner.prior()).isEqualTo(Prior.Kind.MAP);
        assertThat(learner.forgetting()).isEqualTo(new Forgetting.Auto());
        assertThat(learner.stepExponent()).isEqualTo(0.9);
        assertThat(learner.warmupPoints()).isEqualTo(500);
        assertThat(learner.foldPoints()).isEqualTo(100);
        assertThat(learner.partitions()).isEqualTo(3);
        assertThat(learner.paneLength()).isEqualTo(1000);
        assertThat(settings.stream().clock()).isEqualTo(StreamSettings.Clock.EVENT_TIME);
        assertThat(settings.stream().warmup()).isEqualTo(StreamSettings.Warmup.HOLD);
    }

    @Test
    void panesMayGoByPositionAndTheFutureMayBeOpen() throws Exception {
        Settings settings = shaped(4, 2)
                .flag("--set", "pane.points", "250")
                .flag("--set", "max.ahead", "off")
                .read(Purpose.PROCESSING);
        assertThat(settings.learner(1).paneLength()).isEqualTo(250);
        assertThat(settings.stream().clock()).isEqualTo(StreamSettings.Clock.POSITION);
        assertThat(settings.stream().maxAhead()).isNull();
    }

    private static SettingsReader shaped(int clusters, int dimension) {
        return new SettingsReader(Map.of())
                .flag("--set", "clusters", Integer.toString(clusters))
                .flag("--set", "dimension", Integer.toString(dimension));
    }

    private static SettingsReader reader(String key, String value) {
        return shaped(2, 2).flag("--set", key, value);
    }

    private static List<String> problems(SettingsReader reader) {
        return catchThrowableOfType(SettingsException.class, () -> reader.read(Purpose.PROCESSING))
                .problems();
    }

    private Path file(String... lines) throws IOException {
        return Files.write(directory.resolve("emstream.properties"), List.of(lines));
    }
}
