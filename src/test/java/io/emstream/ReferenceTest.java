package io.emstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.app.Main;
import io.emstream.codec.Assignment;
import io.emstream.codec.AssignmentJson;
import io.emstream.codec.CommandJson;
import io.emstream.codec.MissingValues;
import io.emstream.codec.ModelEventJson;
import io.emstream.codec.ModelJson;
import io.emstream.codec.PointDecoders;
import io.emstream.codec.PointFormat;
import io.emstream.family.Support;
import io.emstream.learn.Command;
import io.emstream.learn.ModelEvent;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import io.emstream.point.RejectedPointException.Reason;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The reference says what the code says: nothing is missing there, and nothing is made up. */
class ReferenceTest {
    private static final Page REFERENCE = Page.of("reference.md");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGE = 1000;

    @Test
    void everyCommandIsThere() {
        assertThat(REFERENCE.firstColumn("## Commands"))
                .containsExactlyInAnyOrderElementsOf(
                        commands("", Main.commandLine()).toList());
    }

    private static Stream<String> commands(String before, CommandLine command) {
        return command.getSubcommands().entrySet().stream().flatMap(each -> {
            String name = before + each.getKey();
            return each.getValue().getSubcommands().isEmpty() ? Stream.of(name) : commands(name + " ", each.getValue());
        });
    }

    @Test
    void theExamplesOfPointsAreRead() throws Exception {
        List<String> json = listings("## Points", "json");
        assertThat(json).hasSize(3);
        Features two = Features.ofDimension(2);
        assertThat(point(PointFormat.JSON, two, json.get(0)).values()).containsExactly(1.5, Double.NaN);
        Point full = point(PointFormat.JSON, two, json.get(1));
        assertThat(full.values()).containsExactly(1.5, 2.0);
        assertThat(full.weight()).isEqualTo(3);
        Point named = point(PointFormat.JSON, new Features(List.of("amount", "/geo/lat")), json.get(2));
        assertThat(named.values()).containsExactly(1.5, 52.1);
        assertThat(named.timestamp()).isEqualTo(full.timestamp());
        assertThat(listings("## Points", "csv"))
                .singleElement()
                .satisfies(csv -> assertThat(
                                point(PointFormat.CSV, two, csv.strip()).values())
                        .containsExactly(1.5, 2.0));
    }

    private static Point point(PointFormat format, Features features, String text) throws RejectedPointException {
        return PointDecoders.of(format, features, MissingValues.ALLOW, Support.NUMBERS, LARGE)
                .decode(text.getBytes(UTF_8));
    }

    @Test
    void theExamplesOfLabelsAreReadAndEveryFieldAndStatusIsExplained() throws Exception {
        List<String> json = listings("## Labels", "json");
        Assignment label = AssignmentJson.decode(json.get(0).getBytes(UTF_8));
        assertThat(label.cluster()).isEqualTo(7);
        assertThat(label.responsibilities()).isEqualTo(Map.of(7L, 0.93, 3L, 0.068));
        assertThat(label.tail()).isEqualTo(0.31);
        assertThat(AssignmentJson.decode(json.get(1).getBytes(UTF_8)).status()).isEqualTo(Assignment.Status.NO_MODEL);
        List<String> explained = new ArrayList<>(names(Assignment.Status.values()));
        explained.addAll(fields(JSON.readTree(json.get(0))));
        assertThat(REFERENCE.firstColumn("## Labels")).containsExactlyInAnyOrderElementsOf(explained);
    }

    @Test
    void theExampleOfAModelHasAllFields() throws Exception {
        String json = listings("## Models", "json").get(0);
        Model model = ModelJson.decode(json.getBytes(UTF_8));
        JsonNode example = JSON.readTree(json);
        JsonNode written = JSON.readTree(ModelJson.encode(model));
        assertThat(example.fieldNames()).toIterable().containsExactlyElementsOf(fields(written));
        assertThat(fields(example.at("/components/0"))).containsExactlyElementsOf(fields(written.at("/components/0")));
        assertThat(example.at("/noise/logDensity").asDouble())
                .isCloseTo(written.at("/noise/logDensity").asDouble(), within(1e-8));
        assertThat(REFERENCE.firstColumn("## Models")).isSubsetOf(fields(example));
    }

    @Test
    void theExamplesOfEventsAreReadAndEveryTypeIsExplained() {
        List<ModelEvent> events = listings("## Events", "json").stream()
                .map(json -> ModelEventJson.decode(json.getBytes(UTF_8)))
                .toList();
        assertThat(events).extracting(ModelEvent::type).containsExactly(ModelEvent.Type.SPLIT, ModelEvent.Type.PINNED);
        assertThat(events.get(1).notes()).containsEntry(ModelEvent.BY, "anna@desk");
        assertThat(REFERENCE.firstColumn("## Events")).containsExactlyElementsOf(names(ModelEvent.Type.values()));
    }

    @Test
    void everyReasonAndHeaderOfDeadLettersIsExplained() throws Exception {
        List<String> explained = new ArrayList<>(names(Reason.values()));
        for (Field field : Class.forName("io.emstream.streams.DeadLetters").getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                field.setAccessible(true);
                explained.add((String) field.get(null));
            }
        }
        assertThat(REFERENCE.firstColumn("## Dead letters")).containsExactlyInAnyOrderElementsOf(explained);
    }

    @Test
    void theExampleOfACommandIsRead() {
        Command command =
                CommandJson.decode(listings("## Commands topic", "json").get(0).getBytes(UTF_8));
        assertThat(command.by()).isEqualTo("anna@desk");
    }

    private static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }

    /** The blocks of code between a heading and the next. */
    private static List<String> listings(String heading, String language) {
        String rest = REFERENCE.text().substring(REFERENCE.text().indexOf("\n" + heading + "\n") + 1);
        int end = rest.indexOf("\n## ");
        return new Page(REFERENCE.path(), end < 0 ? rest : rest.substring(0, end)).listings(language);
    }
}
