package io.emstream.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.codec.Assignment;
import io.emstream.codec.ModelEventJson;
import io.emstream.codec.ModelJson;
import io.emstream.em.Responsibilities;
import io.emstream.family.Family;
import io.emstream.learn.ModelEvent;
import io.emstream.learn.TaskReport;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Model;
import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is learned of the points, and what is told of it. */
class LearningTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestSettings settings = new TestSettings();
    private final Blobs blobs = new Blobs(6);

    @ParameterizedTest
    @EnumSource
    void versionsCountUpAndTheirPointsAreAllThatWereFed(Shape shape) {
        settings.format = shape.format();
        settings.paneLength = shape.records(100);
        try (Driven driven = new Driven(settings)) {
            new Feeding(driven, shape, 6).feed(1050);
            driven.end();
            List<Model> models = driven.models();
            assertThat(models)
                    .extracting(Model::version)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, models.size()).boxed().toList());
            assertThat(models).extracting(Model::parent).startsWith(0L, 1L, 2L);
            assertThat(models).extracting(Model::points).isSorted().endsWith(1050L);
            assertThat(driven.events()).extracting(ModelEvent::type).containsExactly(ModelEvent.Type.INITIALISED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theStatisticsOfAllPanesAreThoseOfAllPoints(Shape shape) {
        settings.format = shape.format();
        settings.paneLength = shape.records(100);
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 6);
            points.feed(1050);
            driven.end();
            Moments expected = new Moments(ScatterLayout.FULL, 2);
            points.points().forEach(point -> expected.observe(point.values(), 1));
            Moments learned = new Moments(ScatterLayout.FULL, 2);
            long number = 0;
            for (TaskReport report : driven.reports()) {
                if (report instanceof TaskReport.Pane pane) {
                    number += pane.statistics().statistics().points();
                    pane.statistics().statistics().components().forEach(learned::merge);
                }
            }
            assertThat(number).isEqualTo(1050);
            assertThat(learned.weight()).isCloseTo(1050, within(1e-9));
            // Packed values are those of a float.
            assertThat(learned.mean()).containsExactly(expected.mean(), within(1e-6));
            assertThat(learned.scatter()).containsExactly(expected.scatter(), within(1e-2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyLabelNamesTheModelThatItWasMadeWith(Shape shape) {
        settings.format = shape.format();
        settings.paneLength = shape.records(100);
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 6);
            points.feed(700);
            Map<Long, Model> models = new HashMap<>();
            driven.models().forEach(model -> models.put(model.version(), model));
            List<Assignment> labels = driven.labels();
            points.assertAreOfTheLast(700, labels);
            assertThat(labels).extracting(Assignment::model).isSorted().contains(1L, 2L, 5L);
            for (int i = 0; i < labels.size(); i++) {
                Assignment label = labels.get(i);
                Model model = Objects.requireNonNull(models.get(label.model()));
                Responsibilities expected = new Responsibilities(new CompiledMixture(model.mixture()));
                assertThat(expected.of(points.points().get(i))).isTrue();
                assertThat(label.cluster()).isEqualTo(model.mixture().cluster(expected.component()));
                assertThat(label.logDensity()).isEqualTo(expected.logDensity(), within(1e-5));
            }
        }
    }

    @Test
    void aPointWithoutWeightOrValuesIsLabelledAndNotLearned() {
        try (Driven driven = new Driven(settings)) {
            driven.feed("{\"x\":[4,0],\"weight\":0}");
            driven.feed("[null,null]");
            feed(driven, 100);
            driven.feed("{\"x\":[4,0],\"weight\":0}");
            driven.feed("{\"x\":[null,null]}");
            driven.feed("[null,0.5]");
            driven.end();
            List<Assignment> labels = driven.labels();
            assertThat(labels).hasSize(105);
            assertThat(List.of(labels.get(1), labels.get(103)))
                    .extracting(Assignment::status)
                    .containsOnly(Assignment.Status.NOTHING_OBSERVED);
            assertThat(List.of(labels.get(0), labels.get(102), labels.get(104)))
                    .extracting(Assignment::status)
                    .containsOnly(Assignment.Status.OK);
            List<Model> models = driven.models();
            assertThat(models.get(models.size() - 1).points()).isEqualTo(101);
        }
    }

    @Test
    void labelsModelsAndEventsAreJson() throws Exception {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 100);
            JsonNode label = JSON.readTree(driven.assignments().get(7).value());
            assertThat(label.get("offset").asLong()).isEqualTo(7);
            assertThat(label.get("model").asLong()).isEqualTo(1);
            assertThat(label.get("responsibilities").has(label.get("cluster").asText()))
                    .isTrue();
            assertThat(label.get("status").asText()).isEqualTo("OK");
            var models = driven.output("models").readRecordsToList();
            assertThat(models).allSatisfy(model -> assertThat(model.key()).isEqualTo("model".getBytes(UTF_8)));
            JsonNode model = JSON.readTree(models.get(0).value());
            assertThat(model.get("version").asLong()).isEqualTo(1);
            assertThat(model.get("components")).hasSize(2);
            var events = driven.output("events").readRecordsToList();
            JsonNode event = JSON.readTree(events.get(0).value());
            assertThat(event.get("type").asText()).isEqualTo("INITIALISED");
            assertThat(event.get("to")).hasSize(2);
            assertThat(ModelJson.decode(models.get(0).value()).name()).isEqualTo("model");
            assertThat(ModelEventJson.decode(events.get(0).value()).model()).isEqualTo(1);
        }
    }

    @Test
    void theModelIsAnnouncedAgainEveryDayWhileNothingIsLearned() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 100);
            List<Model> learned = driven.models();
            for (int hour = 0; hour < 23; hour++) {
                driven.pass(Duration.ofHours(1));
            }
            assertThat(driven.models()).isEmpty();
            for (int hour = 0; hour < 24; hour++) {
                driven.pass(Duration.ofHours(1));
            }
            assertThat(driven.models()).singleElement().satisfies(again -> {
                assertThat(again.version())
                        .isEqualTo(learned.get(learned.size() - 1).version());
                assertThat(again.points()).isEqualTo(100);
            });
        }
    }

    @Test
    void aFirstModelThatCannotBeMadeIsAnEventAndAWarningAndTriedAgain() {
        AtomicBoolean isBroken = new AtomicBoolean(true);
        Family family = settings.family;
        settings.family = (Family) Proxy.newProxyInstance(
                Family.class.getClassLoader(), new Class<?>[] {Family.class}, (self, method, arguments) -> {
                    if (method.getName().equals("estimate") && isBroken.get()) {
                        throw new ArithmeticException("broken on purpose");
                    }
                    return method.invoke(family, arguments);
                });
        try (LogWatch log = new LogWatch(UpdateModel.class.getName()::equals);
                Driven driven = new Driven(settings)) {
            feed(driven, 100);
            assertThat(driven.events())
                    .extracting(ModelEvent::type)
                    .containsExactly(ModelEvent.Type.INITIALISATION_FAILED);
            assertThat(log.sentences()).singleElement().asString().contains("100", "first model");
            assertThat(log.exceptions()).containsExactly(ArithmeticException.class.getName());
            isBroken.set(false);
            feed(driven, 100);
            assertThat(driven.events()).extracting(ModelEvent::type).containsExactly(ModelEvent.Type.INITIALISED);
            assertThat(driven.labels()).hasSize(200);
            assertThat(log.sentences()).hasSize(1);
        }
    }

    @Test
    void nothingKeepsTheCommitsGoingOnceThereIsAModel() {
        CountedHooks hooks = new CountedHooks();
        try (Driven driven = new Driven(settings, hooks::builder)) {
            feed(driven, 20);
            int before = hooks.calls();
            driven.pass(Duration.ofMillis(60));
            assertThat(hooks.calls()).as("a first model may come of waiting").isGreaterThan(before);
            feed(driven, 100);
            driven.pass(Duration.ofMillis(60));
            before = hooks.calls();
            for (int i = 0; i < 20; i++) {
                driven.pass(Duration.ofMillis(60));
            }
            assertThat(hooks.calls() - before).isLessThanOrEqualTo(2);
        }
    }

    private void feed(Driven driven, int number) {
        for (int i = 0; i < number; i++) {
            driven.feed(blobs.next());
        }
    }
}
