package io.emstream.app.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.settings.SettingsReader;
import io.emstream.app.settings.SettingsReader.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicCheckTest {
    private static final TopicState POINTS = topic("emstream.points", 4, Map.of());

    @Test
    void topicsAsPlannedAreFine() throws Exception {
        assertThat(findings(settings(3, 2), planned(settings(3, 2)))).isEmpty();
    }

    @Test
    void whatIsMissingIsNamedWithTheCommandThatCreatesIt() throws Exception {
        Map<String, TopicState> states = planned(settings(3, 2));
        states.remove("emstream.models");
        assertThat(findings(settings(3, 2), states))
                .containsExactly(new Finding(
                        Finding.Severity.ERROR,
                        "the topic emstream.models (versions of the model) does not exist",
                        "emstream topics create"));
    }

    @Test
    void partitionsMustFollowThePoints() throws Exception {
        Map<String, TopicState> states = planned(settings(3, 2));
        change(states, "emstream.assignments", 2, Map.of());
        change(states, "emstream.models", 2, Map.of());
        assertThat(findings(settings(3, 2), states))
                .extracting(Finding::sentence, Finding::remedy)
                .containsExactly(
                        tuple(
                                "the topic emstream.assignments has 2 partitions, must have 4, as many as the points topic"
                                        + " emstream.points",
                                "kafka-topics.sh --bootstrap-server localhost:9092 --alter --topic emstream.assignments"
                                        + " --partitions 4"),
                        tuple(
                                "the topic emstream.models has 2 partitions, must have 1",
                                "kafka-topics.sh --bootstrap-server localhost:9092 --delete --topic emstream.models   and"
                                        + " then: emstream topics create"));
    }

    @Test
    void settingsThatLoseSomethingAreErrors() throws Exception {
        Map<String, TopicState> states = planned(settings(3, 2));
        change(states, "emstream.model-broadcast", 4, Map.of("cleanup.policy", "delete"));
        change(states, "emstream.events", 1, Map.of("message.timestamp.type", "CreateTime"));
        assertThat(findings(settings(3, 2), states))
                .extracting(Finding::toString)
                .containsExactly("""
                        error: the topic emstream.events (events of the model) has message.timestamp.type = CreateTime, must \
                        be LogAppendTime
                          mend: kafka-configs.sh --bootstrap-server localhost:9092 --alter --entity-type topics \
                        --entity-name emstream.events --add-config message.timestamp.type=LogAppendTime""", """
                        error: the topic emstream.model-broadcast (the current model) has cleanup.policy = delete, must be \
                        compact
                          mend: kafka-configs.sh --bootstrap-server localhost:9092 --alter --entity-type topics \
                        --entity-name emstream.model-broadcast --add-config cleanup.policy=compact""");
    }

    @Test
    void largeModelsNeedLargeRecordsEverywhereTheyGo() throws Exception {
        Settings large = settings(20, 100);
        Map<String, TopicState> small = planned(settings(3, 2));
        small.put("emstream-statistics-repartition", topic("emstream-statistics-repartition", 1, Map.of()));
        small.put("other-statistics-repartition", topic("other-statistics-repartition", 1, Map.of()));
        assertThat(findings(large, small))
                .allSatisfy(finding -> assertThat(finding.sentence())
                        .contains("max.message.bytes = 1048588, must be " + large.modelRecordBytes()))
                .extracting(finding -> finding.sentence().split(" ", -1)[2])
                .containsExactly(
                        "emstream.models",
                        "emstream.model-broadcast",
                        "emstream.commands",
                        "emstream-statistics-repartition");
        assertThat(findings(large, planned(large))).isEmpty();
    }

    @Test
    void historicalEventTimesAndAShortRetentionAreWarnedOf() throws Exception {
        Settings settings = settings(3, 2);
        Instant longAgo = Instant.parse("2001-01-01T00:01:00Z");
        List<Finding> findings = TopicCheck.findings(settings, POINTS, planned(settings), Optional.of(longAgo));
        assertThat(findings)
                .extracting(Finding::severity, Finding::sentence)
                .containsExactly(
                        tuple(
                                Finding.Severity.WARNING,
                                "the points begin at 2001-01-01T00:01:00Z, but the topic emstream.points keeps only 7 days"
                                        + " of event time: points are deleted before they are read"),
                        tuple(
                                Finding.Severity.WARNING,
                                "the points begin at 2001-01-01T00:01:00Z, but the topic emstream.assignments keeps only 7"
                                        + " days of event time: labels are deleted as soon as they are written"));
        assertThat(TopicCheck.findings(
                        settings,
                        POINTS,
                        planned(settings),
                        Optional.of(Instant.now().minusSeconds(60))))
                .isEmpty();
    }

    @Test
    void aCompactedInputAndForgottenModelsAreWarnedOf() throws Exception {
        Settings settings = settings(3, 2);
        Map<String, TopicState> states = planned(settings);
        change(states, "emstream.models", 1, Map.of("retention.ms", "3600000"));
        TopicState compacted = topic("emstream.points", 4, Map.of("cleanup.policy", "compact"));
        assertThat(TopicCheck.findings(settings, compacted, states, Optional.empty()))
                .extracting(Finding::sentence)
                .satisfiesExactly(
                        first -> assertThat(first).contains("emstream.points is compacted"),
                        second -> assertThat(second).contains("emstream.models keeps records for PT1H"));
    }

    private static List<Finding> findings(Settings settings, Map<String, TopicState> states) {
        return TopicCheck.findings(settings, POINTS, states, Optional.empty());
    }

    private static Map<String, TopicState> planned(Settings settings) {
        Map<String, TopicState> states = new HashMap<>();
        for (TopicPlan.Planned planned : TopicPlan.of(settings, 4).topics()) {
            states.put(planned.name(), topic(planned.name(), planned.partitions(), planned.settings()));
        }
        return states;
    }

    private static void change(
            Map<String, TopicState> states, String name, int partitions, Map<String, String> settings) {
        Map<String, String> changed =
                new HashMap<>(Objects.requireNonNull(states.get(name)).settings());
        changed.putAll(settings);
        states.put(name, new TopicState(name, partitions, changed));
    }

    /** A topic with a broker's defaults but for these settings. */
    private static TopicState topic(String name, int partitions, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "cleanup.policy", "delete",
                "message.timestamp.type", "CreateTime",
                "max.message.bytes", "1048588",
                "retention.ms", Long.toString(Duration.ofDays(7).toMillis())));
        all.putAll(settings);
        return new TopicState(name, partitions, all);
    }

    private static Settings settings(int clusters, int dimension) throws SettingsException {
        return new SettingsReader(Map.of())
                .flag("--set", "clusters", Integer.toString(clusters))
                .flag("--set", "dimension", Integer.toString(dimension))
                .read(Purpose.PROCESSING);
    }
}
