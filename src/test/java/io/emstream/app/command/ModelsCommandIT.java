package io.emstream.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The model of a running application is steered while points flow, and starts anew. Each test has topics of its own. */
@Timeout(240)
class ModelsCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static SteeredApplication.Broker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() {
        broker = new SteeredApplication.Broker();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void whatSteersARunningModelLosesNoPointAndNoVersion() throws Exception {
        try (SteeredApplication application = new SteeredApplication(broker, "steered", directory)) {
            application.start();
            application.flow();
            long first = application.awaitVersion(3);

            long pinned = versionIn(application.models("pin"), "pinned at version (\\d+)");
            assertThat(pinned).isGreaterThanOrEqualTo(first);
            application.awaitLabels(600);
            assertThat(application.newestVersion()).isEqualTo(pinned);
            assertThat(application.models("list", "--last", "3").lines())
                    .last()
                    .asString()
                    .contains(" " + pinned + " ", "yes");
            assertThat(refused(application.models("pin")))
                    .contains("Refused: the model is pinned already, since version " + pinned);
            assertThat(application.models("show").out()).contains("version " + pinned, "pinned by ");
            assertThat(application.models("unpin").out()).contains("unpinned: version " + pinned + " goes on learning");
            long learned = application.awaitVersion(pinned + 2);

            Console back = application.models("rollback", "2", "--effective-size", "700");
            long rolledBack = versionIn(back, "rolled back: version (\\d+) is version 2 again, worth 700 points");
            assertThat(rolledBack).isGreaterThan(learned);
            JsonNode second = model(application, 2);
            JsonNode again = model(application, rolledBack);
            assertThat(again.get("parent").asLong()).isEqualTo(2);
            assertThat(again.get("effectivePoints").asDouble()).isEqualTo(700);
            for (int k = 0; k < 2; k++) {
                for (String field : List.of("id", "weight", "mean", "covariance", "born")) {
                    assertThat(again.at("/components/" + k + "/" + field))
                            .as(field)
                            .isEqualTo(second.at("/components/" + k + "/" + field));
                }
            }

            Path own = directory.resolve("own.json");
            Path theirs = directory.resolve("sklearn.json");
            application.models("export", "2", "--out", own.toString());
            application.models("export", "2", "--out", theirs.toString(), "--format", "sklearn");
            assertThat(application.models("import", own.toString()).out()).contains("clusters 1, 2");
            assertThat(application
                            .models("import", theirs.toString(), "--effective-size", "500")
                            .out())
                    .contains("worth 500 points; clusters 3, 4");
            Files.writeString(
                    theirs,
                    "{\"weights_\":[1],\"means_\":[[1,2,3]],\"covariance_type\":\"diag\",\"covariances_\":[[1,1,1]]}");
            assertThat(refused(application.models("import", theirs.toString())))
                    .contains("Refused: the model is gaussian-diag, and this application learns gaussian-full");
            assertThat(refused(application.models("rollback", "99999")))
                    .contains("There is no version 99999 of the model");
            assertThat(application.models("diff", "2").out()).contains("born", "died");
            assertThat(application.models("reseed").out()).contains("a new model will be made of the next ");
            assertThat(refused(application.command("reset", "--yes")))
                    .contains("is running", "Stop all its instances first");
            application.awaitVersion(application.newestVersion() + 2);

            application.stopFlow();
            application.assertEveryPointHasOneLabelAndVersionsNeverGoBack();
            application.stop();
        }
    }

    @Test
    void anotherNumberOfClustersTakesAResetAfterWhichVersionsAndIdsGoOn() throws Exception {
        try (SteeredApplication application = new SteeredApplication(broker, "anew", directory)) {
            application.start();
            application.flow();
            application.awaitVersion(2);
            application.models("pin");
            application.stopFlow();
            application.stop();
            long last = application.newestVersion();

            Console three = application.runWith("--set", "clusters=3");
            assertThat(refused(three))
                    .contains(
                            "The settings do not fit: the model in force, version " + last
                                    + ", has 2 clusters, the settings ask for 3",
                            "`emstream reset`");
            assertThat(refused(application.command("reset"))).contains("Say so with --yes");
            Console reset = application.command("reset", "--yes");
            assertThat(reset.status()).as(reset.err()).isZero();
            assertThat(reset.out())
                    .contains(
                            "delete the topic anew-learner-changelog",
                            "delete the topic anew-statistics-repartition",
                            "go on in anew.points where the application has come to",
                            "The newest version is " + last + ", the next one will be " + (last + 1)
                                    + "; clusters will be numbered from 3")
                    .doesNotContain("held-changelog");

            application.start("--set", "clusters=3");
            application.flow();
            application.awaitVersion(last + 2);
            application.stopFlow();
            JsonNode first = model(application, last + 1);
            assertThat(first.get("parent").asLong()).isZero();
            assertThat(first.get("components")).hasSize(3);
            assertThat(first.at("/components/0/id").asLong()).isEqualTo(3);
            assertThat(application.models("list").lines()).last().asString().doesNotContain("yes");
            application.assertEveryPointHasOneLabelAndVersionsNeverGoBack();
            application.stop();
        }
    }

    @Test
    void aFrozenModelLabelsWithoutLearningAndLearningGoesOnLater() throws Exception {
        try (SteeredApplication application = new SteeredApplication(broker, "frozen", directory)) {
            application.start();
            application.flow();
            application.awaitVersion(3);
            application.stopFlow();
            application.stop();
            long last = application.newestVersion();
            Map<Integer, Long> before = application.endsOfLabels();

            application.start("--frozen");
            assertThat(refused(application.runWith())).contains("run with a frozen model");
            application.flow();
            application.awaitLabels(500);
            application.stopFlow();
            application.awaitEveryLabel();
            assertThat(application.versionsOfLabelsBehind(before)).containsExactly(last);
            assertThat(application.stop().err())
                    .contains("frozen at version " + last + " of the model frozen: nothing is learned");
            assertThat(application.newestVersion()).isEqualTo(last);

            application.start();
            assertThat(refused(application.runWith("--frozen"))).contains("are running that learn");
            application.flow();
            application.awaitVersion(last + 1);
            application.stopFlow();
            application.assertEveryPointHasOneLabelAndVersionsNeverGoBack();
            application.stop();
        }
    }

    @Test
    void withoutARunningApplicationACommandWaitsAndSaysSo() throws Exception {
        try (SteeredApplication application = new SteeredApplication(broker, "absent", directory)) {
            assertThat(refused(application.models("list"))).contains("There is no version of the model absent");
            assertThat(refused(application.models("unpin", "--wait", "PT0.1S")))
                    .contains("nobody has carried it out", "application.id absent");
        }
    }

    private static JsonNode model(SteeredApplication application, long version) throws Exception {
        return JSON.readTree(
                application.models("show", Long.toString(version), "--json").out());
    }

    private static String refused(Console console) {
        assertThat(console.status()).as(console.out() + console.err()).isEqualTo(1);
        assertThat(console.err()).doesNotContain("\tat ", "Exception");
        return console.err();
    }

    private static long versionIn(Console console, String pattern) {
        assertThat(console.status()).as(console.err()).isZero();
        var matcher = Pattern.compile(pattern).matcher(console.out());
        assertThat(matcher.find()).as(console.out()).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
