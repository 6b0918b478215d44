package io.emstream.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Samples;
import io.emstream.codec.Assignment;
import io.emstream.family.Component;
import io.emstream.family.Families;
import io.emstream.family.Parameter;
import io.emstream.learn.Command;
import io.emstream.learn.Lineage;
import io.emstream.learn.ModelEvent;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators say is done at once, recorded, and never an accident. */
class GovernanceTest {
    private final TestSettings settings = new TestSettings();
    private final Blobs blobs = new Blobs(6);

    private static Command command(Command.Action action) {
        return new Command("c1", "anna", action);
    }

    @Test
    void aPinnedModelLabelsAndCountsButDoesNotLearn() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 350);
            Model pinned = last(driven.models());
            driven.command(command(new Command.Pin()));
            driven.labels();
            feed(driven, 500);

            assertThat(driven.models()).isEmpty();
            assertThat(driven.labels())
                    .hasSize(500)
                    .extracting(Assignment::model)
                    .containsOnly(pinned.version());
            assertThat(driven.counters().points()).isEqualTo(800);
            assertThat(events(driven, ModelEvent.Type.PINNED)).singleElement().satisfies(event -> {
                assertThat(event.model()).isEqualTo(pinned.version());
                assertThat(event.notes()).isEqualTo(Map.of("command", "c1", "by", "anna"));
            });

            driven.command(command(new Command.Unpin()));
            feed(driven, 150);
            assertThat(events(driven, ModelEvent.Type.UNPINNED)).singleElement().satisfies(event -> {
                assertThat(event.numbers()).containsEntry("points", 500.0);
                assertThat(event.numbers().get("meanLogLikelihood")).isCloseTo(-3.5, within(0.5));
            });
            List<Model> after = driven.models();
            assertThat(after).extracting(Model::version).startsWith(pinned.version() + 1);
            assertThat(last(after).points()).isEqualTo(driven.counters().points());
        }
    }

    @Test
    void aVersionThatIsRolledBackToIsTheSameModelUnderANewNumber() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 1000);
            List<Model> before = driven.models();
            Model second = before.get(1);
            Model newest = last(before);
            driven.command(command(new Command.Rollback(second, Command.BY_RULE)));

            Model back = driven.models().get(0);
            assertThat(back.version()).isEqualTo(newest.version() + 1);
            assertThat(back.parent()).isEqualTo(2);
            assertThat(back.layoutEpoch()).isEqualTo(newest.layoutEpoch() + 1);
            assertThat(back.effectivePoints()).isEqualTo(second.effectivePoints());
            assertSameParameters(back, second);
            assertThat(back.mixture().clusters()).isEqualTo(second.mixture().clusters());
            assertThat(events(driven, ModelEvent.Type.ROLLED_BACK))
                    .singleElement()
                    .satisfies(event -> assertThat(event.numbers())
                            .containsEntry("parent", 2.0)
                            .containsEntry("replaced", (double) newest.version()));

            driven.labels();
            feed(driven, 300);
            assertThat(driven.labels()).extracting(Assignment::model).startsWith(back.version());
            assertThat(last(driven.models()).points()).isGreaterThan(newest.points());
        }
    }

    @Test
    void whatIsLearnedAfterARollbackGoesOnFromIt() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 300);
            Model given = moved(last(driven.models()), 3);
            driven.command(command(new Command.Import(given, 1e9, false)));
            Model imported = driven.models().get(0);
            feed(driven, 300);
            Model after = last(driven.models());
            assertThat(after.version()).isGreaterThan(imported.version());
            for (int k = 0; k < 2; k++) {
                // A thousand million points outweigh three hundred.
                assertThat(after.mixture().component(k).mean(0))
                        .isCloseTo(given.mixture().component(k).mean(0), within(1e-3));
            }
        }
    }

    @Test
    void anImportedModelHasNewIdsUnlessItsOwnAreVouchedFor() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 300);
            Model own = last(driven.models());
            driven.command(command(new Command.Import(own, 500, false)));
            driven.command(command(new Command.Import(own, 500, true)));
            List<Model> imported = driven.models();
            assertThat(imported.get(0).mixture().clusters()).containsExactly(3, 4);
            assertThat(imported.get(0).parent()).isEqualTo(own.version());
            assertThat(imported.get(1).mixture().clusters()).containsExactly(1, 2);
            List<ModelEvent> events = driven.events();
            assertThat(events)
                    .filteredOn(event -> event.type() == ModelEvent.Type.DIED)
                    .extracting(ModelEvent::from)
                    .containsExactly(List.of(1L), List.of(2L), List.of(3L), List.of(4L));
            assertThat(events)
                    .filteredOn(event -> event.type() == ModelEvent.Type.BORN)
                    .extracting(ModelEvent::to)
                    .containsExactly(List.of(3L), List.of(4L), List.of(1L), List.of(2L));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aModelMayBeGivenBeforeTheFirstIsMade(Shape shape) {
        settings.format = shape.format();
        settings.paneLength = shape.records(100);
        Model given;
        try (Driven other = new Driven(settings)) {
            new Feeding(other, shape, 7).feed(300);
            given = last(other.models());
        }
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 6);
            points.feed(20);
            assertThat(driven.labels()).isEmpty();
            driven.command(command(new Command.Import(given, Command.BY_RULE, false)));
            assertThat(driven.models()).extracting(Model::version).containsExactly(1L);
            assertThat(driven.labels())
                    .satisfies(labels -> points.assertAreOfTheLast(20, labels))
                    .extracting(Assignment::model)
                    .containsOnly(1L);
            points.feed(200);
            points.assertAreOfTheLast(200, driven.labels());
            driven.end();
            assertThat(last(driven.models()).points()).isEqualTo(220);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aModelThatIsGivenDuringAWarmUpThatPassesLearnsWhatHasPassed(Shape shape) {
        settings.format = shape.format();
        settings.paneLength = shape.records(100);
        settings.warmup = StreamSettings.Warmup.PASS;
        Model given;
        try (Driven other = new Driven(settings)) {
            new Feeding(other, shape, 7).feed(300);
            given = last(other.models());
        }
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 6);
            points.feed(20);
            driven.command(command(new Command.Import(given, Command.BY_RULE, false)));
            points.feed(200);
            driven.end();
            assertThat(last(driven.models()).points()).isEqualTo(220);
        }
    }

    @Test
    void aModelIsMadeAnewOfThePointsThatFollow() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 300);
            driven.command(command(new Command.Import(moved(last(driven.models()), 50), 1e6, false)));
            driven.command(command(new Command.Reseed()));
            feed(driven, 400);
            List<ModelEvent> events = driven.events();
            assertThat(events)
                    .filteredOn(event -> event.type() == ModelEvent.Type.RESEED_ORDERED)
                    .singleElement()
                    .satisfies(event -> assertThat(event.numbers()).containsEntry("points", 100.0));
            assertThat(events)
                    .filteredOn(event -> event.type() == ModelEvent.Type.RESEEDED)
                    .hasSize(1);
            Model after = last(driven.models());
            assertThat(Arrays.stream(new int[] {0, 1})
                            .mapToDouble(
                                    k -> Math.abs(after.mixture().component(k).mean(0))))
                    .allSatisfy(distance -> assertThat(distance).isLessThan(10));
        }
    }

    @Test
    void whatCannotBeDoneIsRefusedWithAReason() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 300);
            driven.models();
            driven.events();
            driven.command(command(new Command.Unpin()));
            assertRefused(driven, "the model is not pinned");
            driven.command(command(new Command.Reset(new Lineage(9, 9))));
            assertRefused(driven, "the learner has a model, version 4: only `emstream reset`");
        }
    }

    @Test
    void modelsThatDoNotFitAreRefusedWithAReason() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 300);
            Model own = last(driven.models());
            Map<Command.Action, String> refused = Map.of(
                    new Command.Rollback(named(own, "another", 1), Command.BY_RULE),
                            "the version is one of the model another, and this is model: import it instead",
                    new Command.Rollback(named(own, "model", 99), Command.BY_RULE),
                            "there was no version 99 yet, the newest is " + own.version(),
                    new Command.Rollback(withIds(own, 1, 77), Command.BY_RULE),
                            "cluster 77 was never one of this model's, whose ids go up to 2",
                    new Command.Import(own, 0.5, false), "the effective size is 0.5, must be from 1 to 1.0E15",
                    new Command.Import(of("gaussian-diag", 2, 2), Command.BY_RULE, false),
                            "the model is gaussian-diag, and this application learns gaussian-full",
                    new Command.Import(of("gaussian-full", 2, 3), Command.BY_RULE, false),
                            "the model has 3 features [x0, x1, x2], and this application has 2 [x0, x1]",
                    new Command.Import(of("gaussian-full", 5, 2), Command.BY_RULE, false),
                            "the model has 5 clusters, and this application has 2",
                    new Command.Import(withFeatures(own, "a", "b"), Command.BY_RULE, false),
                            "the model is of the features [a, b], and this application is of [x0, x1], in this order");
            refused.forEach((action, reason) -> {
                driven.command(command(action));
                assertRefused(driven, reason);
            });
            feed(driven, 100);
            assertThat(driven.models()).extracting(Model::version).containsExactly(own.version() + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "pin", "[]", "{\"schema\":1,\"command\":\"stop\"}", "{\"schema\":7,\"command\":\"pin\"}"})
    void whatIsNoCommandIsRefusedToo(String json) {
        try (Driven driven = new Driven(settings)) {
            driven.command("model".getBytes(UTF_8), json.getBytes(UTF_8));
            assertRefused(driven, "command");
        }
    }

    @Test
    void aRecordWithoutAKeyIsRefusedAndOneOfAnotherNameIsNotForUs() {
        try (Driven driven = new Driven(settings)) {
            driven.command(null, "{}".getBytes(UTF_8));
            assertRefused(driven, "the record has no key, must have the name of the model, model");
            driven.command("model".getBytes(UTF_8), null);
            assertRefused(driven, "the record has no value");
            driven.command("another".getBytes(UTF_8), "{}".getBytes(UTF_8));
            assertThat(driven.events()).isEmpty();
        }
    }

    @Test
    void withoutAModelThereIsNothingToPinOrToMakeAnew() {
        try (Driven driven = new Driven(settings)) {
            driven.command(command(new Command.Pin()));
            assertRefused(driven, "there is no model yet to pin");
            driven.command(command(new Command.Reseed()));
            assertRefused(driven, "there is no model yet to reseed");
        }
    }

    @Test
    void whatIsPinnedIsNotPinnedAgainNorMadeAnew() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 300);
            driven.command(command(new Command.Pin()));
            driven.models();
            driven.events();
            driven.command(command(new Command.Pin()));
            assertRefused(driven, "the model is pinned already, since version 4, by anna");
            driven.command(command(new Command.Reseed()));
            assertRefused(driven, "the model is pinned, so that nothing may be learned: unpin it first");
        }
    }

    @Test
    void aPinnedModelMayBeRolledBackAndStaysPinned() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 500);
            List<Model> models = driven.models();
            driven.command(command(new Command.Pin()));
            driven.command(command(new Command.Rollback(models.get(0), Command.BY_RULE)));
            feed(driven, 500);
            assertThat(driven.models())
                    .extracting(Model::version)
                    .containsExactly(last(models).version() + 1);
        }
    }

    @Test
    void aPinIsSaidAgainEveryDay() {
        try (Driven driven = new Driven(settings)) {
            feed(driven, 300);
            driven.command(command(new Command.Pin()));
            driven.events();
            driven.models();
            for (int hour = 0; hour < 25; hour++) {
                driven.pass(Duration.ofHours(1));
            }
            assertThat(events(driven, ModelEvent.Type.PINNED)).hasSize(1);
            assertThat(driven.models()).hasSize(1);
        }
    }

    @Test
    void afterAResetVersionsAndIdsGoOn() {
        settings.lineage = new Lineage(57, 9);
        try (Driven driven = new Driven(settings)) {
            driven.command(command(new Command.Reset(new Lineage(60, 7))));
            assertThat(events(driven, ModelEvent.Type.RESET))
                    .singleElement()
                    .satisfies(event -> assertThat(event.model()).isEqualTo(60));
            feed(driven, 300);
            Model first = driven.models().get(0);
            assertThat(first.version()).isEqualTo(61);
            assertThat(first.mixture().clusters()).containsExactly(10, 11);
            assertThat(first.clusters()).extracting(Model.Cluster::born).containsOnly(61L);
        }
    }

    @Test
    void aFrozenModelLabelsAndNothingIsLearned() {
        Model model;
        try (Driven driven = new Driven(settings)) {
            feed(driven, 500);
            model = last(driven.models());
        }
        settings.frozen = model;
        try (Driven driven = new Driven(settings)) {
            feed(driven, 300);
            driven.feed("no point");
            assertThat(driven.labels())
                    .hasSize(300)
                    .allSatisfy(label -> assertThat(label.status()).isEqualTo(Assignment.Status.OK))
                    .extracting(Assignment::model)
                    .containsOnly(model.version());
            assertThat(driven.deadLetters()).hasSize(1);
            assertThat(driven.models()).isEmpty();
            assertThat(driven.events()).isEmpty();
        }
    }

    private static void assertRefused(Driven driven, String reason) {
        assertThat(driven.models()).isEmpty();
        assertThat(events(driven, ModelEvent.Type.COMMAND_REFUSED))
                .singleElement()
                .satisfies(event -> assertThat(event.notes().get("reason")).startsWith(reason));
    }

    private static List<ModelEvent> events(Driven driven, ModelEvent.Type type) {
        return driven.events().stream().filter(event -> event.type() == type).toList();
    }

    private void feed(Driven driven, int points) {
        for (int i = 0; i < points; i++) {
            driven.feed(blobs.next());
        }
    }

    private static Model last(List<Model> models) {
        return models.get(models.size() - 1);
    }

    private static void assertSameParameters(Model one, Model other) {
        assertThat(one.mixture().weights()).isEqualTo(other.mixture().weights());
        for (int k = 0; k < one.mixture().size(); k++) {
            for (int p = 0; p < 2; p++) {
                assertThat(one.mixture().component(k).parameters().get(p).values())
                        .isEqualTo(
                                other.mixture().component(k).parameters().get(p).values());
            }
        }
    }

    private static Model moved(Model model, double by) {
        List<Component> components = new ArrayList<>();
        for (Component each : model.mixture().components()) {
            double[] mean = {each.mean(0) + by, each.mean(1)};
            components.add(model.mixture()
                    .family()
                    .component(
                            Map.of(
                                    "mean", Parameter.vector("mean", mean),
                                    "covariance", each.parameters().get(1)),
                            2));
        }
        return with(
                model,
                new Mixture(
                        model.mixture().family(),
                        model.mixture().weights(),
                        components,
                        model.mixture().clusters()));
    }

    private static Model withIds(Model model, long... ids) {
        return with(model, model.mixture().withClusters(ids));
    }

    private static Model with(Model model, Mixture mixture) {
        return model.with(mixture, model.layoutEpoch(), model.clusters());
    }

    private static Model named(Model model, String name, long version) {
        return copy(model, name, version, model.features(), model.mixture());
    }

    private static Model withFeatures(Model model, String... names) {
        return copy(model, model.name(), model.version(), new Features(List.of(names)), model.mixture());
    }

    private static Model of(String family, int clusters, int dimension) {
        Mixture mixture = Samples.mixture(Families.parse(family), clusters, dimension, new Random(1));
        return new Model(
                "file",
                1,
                0,
                1,
                Features.ofDimension(dimension),
                mixture,
                mixture.components().stream()
                        .map(each -> new Model.Cluster(1, 10))
                        .toList(),
                100,
                100,
                "none",
                Double.NaN,
                Double.NaN,
                0);
    }

    private static Model copy(Model model, String name, long version, Features features, Mixture mixture) {
        return new Model(
                name,
                version,
                model.parent(),
                model.layoutEpoch(),
                features,
                mixture,
                model.clusters(),
                model.points(),
                model.effectivePoints(),
                model.forgetting(),
                model.foldMeanLogLikelihood(),
                model.prequentialMeanLogLikelihood(),
                model.eventTime());
    }
}
