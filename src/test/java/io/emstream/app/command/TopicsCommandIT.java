package io.emstream.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.app.broker.EmbeddedBroker;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code emstream topics} against a real broker. Each test has topics of its own. */
@Timeout(120)
class TopicsCommandIT {
    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.builder().start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void createdTopicsPassTheCheck() {
        Console created = topics("a", "create", "--partitions", "3");
        assertThat(created.status()).as(created.err()).isZero();
        assertThat(created.lines())
                .containsExactly(
                        "created a.points (partitions=3)",
                        "created a.assignments (partitions=3, cleanup.policy=delete)",
                        "created a.models (partitions=1, cleanup.policy=delete, message.timestamp.type=LogAppendTime,"
                                + " retention.ms=2592000000)",
                        "created a.events (partitions=1, cleanup.policy=delete, message.timestamp.type=LogAppendTime,"
                                + " retention.ms=2592000000)",
                        "created a.dead-letters (partitions=3, cleanup.policy=delete,"
                                + " message.timestamp.type=LogAppendTime)",
                        "created a.model-broadcast (partitions=3, cleanup.policy=compact,"
                                + " message.timestamp.type=CreateTime)",
                        "created a.commands (partitions=1, cleanup.policy=delete, message.timestamp.type=CreateTime,"
                                + " retention.ms=-1)",
                        "all topics are as they should be");
        assertThat(topics("a", "check").status()).isZero();
        assertThat(topics("a", "create").lines())
                .containsExactly("all topics were there", "all topics are as they should be");
    }

    @Test
    void thePointsTopicIsTheUsers() {
        Console created = topics("b", "create");
        assertThat(created.status()).isEqualTo(1);
        assertThat(created.err())
                .startsWith("emstream: There is no points topic b.points at ")
                .contains("emstream topics create --partitions N");
        assertThat(topics("b", "create", "--partitions", "2").status()).isZero();
        assertThat(topics("b", "create", "--partitions", "5").err()).contains("has 2 partitions already, not 5");
    }

    @Test
    void whatIsWrongIsToldWithItsRemedy() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic("c.points", 3, (short) 1), new NewTopic("c.model-broadcast", 2, (short) 1)))
                    .all()
                    .get();
        }
        Console checked = topics("c", "check");
        assertThat(checked.status()).isEqualTo(1);
        assertThat(checked.out())
                .contains(
                        "error: the topic c.assignments (labels) does not exist\n  mend: emstream topics create",
                        "error: the topic c.model-broadcast has 2 partitions, must have 3",
                        "--alter --topic c.model-broadcast --partitions 3",
                        "cleanup.policy = delete, must be compact",
                        "--entity-name c.model-broadcast --add-config cleanup.policy=compact");
    }

    @Test
    void moreCopiesThanBrokersAreRefusedInASentence() {
        Console created = topics("d", "create", "--partitions", "1", "--set", "replication.factor=3");
        assertThat(created.status()).isEqualTo(1);
        assertThat(created.err())
                .contains("did not let us create the topic d.points", "replication.factor")
                .doesNotContain("\tat ");
    }

    private static Console topics(String prefix, String verb, String... more) {
        List<String> arguments =
                new java.util.ArrayList<>(List.of("topics", verb, "--bootstrap-server", broker.bootstrapServers()));
        for (String topic :
                List.of("points", "assignments", "models", "events", "dead-letters", "model-broadcast", "commands")) {
            arguments.addAll(List.of("--set", topic + ".topic=" + prefix + "." + topic));
        }
        arguments.addAll(List.of(more));
        return Console.run(arguments.toArray(String[]::new));
    }
}
