package io.emstream.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emstream.codec.Assignment;
import io.emstream.codec.ModelCodec;
import io.emstream.family.Families;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records of the model broadcast that are not the newest model of this learner. */
class BroadcastTest {
    private final TestSettings settings = new TestSettings();
    private final Blobs blobs = new Blobs(6);

    @ParameterizedTest
    @EnumSource
    void aTombstoneAndAModelOfAnotherNameOnTheBroadcastAreNoModels(Shape shape) {
        settings.format = shape.format();
        settings.paneLength = shape.records(100);
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 6);
            driven.broadcast("model".getBytes(UTF_8), null);
            driven.broadcast("another".getBytes(UTF_8), foreignModel());
            driven.broadcast(null, foreignModel());
            points.feed(1);
            assertThat(driven.labels()).isEmpty();
            points.feed(99);
            driven.broadcast("another".getBytes(UTF_8), foreignModel());
            points.feed(1);
            assertThat(driven.labels())
                    .satisfies(labels -> points.assertAreOfTheLast(101, labels))
                    .extracting(Assignment::model)
                    .isSorted()
                    .isSubsetOf(1L, 2L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOlderModelIsNotAdopted(Shape shape) {
        settings.format = shape.format();
        settings.paneLength = shape.records(100);
        try (Driven driven = new Driven(settings)) {
            Feeding points = new Feeding(driven, shape, 6);
            points.feed(100);
            List<byte[]> versions =
                    new ArrayList<>(driven.output("model-broadcast").readValuesToList());
            points.feed(400);
            driven.labels();
            driven.broadcast("model".getBytes(UTF_8), versions.get(0));
            points.feed(1);
            assertThat(driven.labels())
                    .singleElement()
                    .satisfies(label -> assertThat(label.model()).isGreaterThan(2));
        }
    }

    @Test
    void aModelThatThisLearnerHasNotMadeStopsItInWords() {
        try (Driven driven = new Driven(settings)) {
            driven.broadcast("model".getBytes(UTF_8), foreignModel());
            assertThatThrownBy(() -> driven.feed(blobs.next()))
                    .rootCause()
                    .isInstanceOf(ModelMismatchException.class)
                    .hasMessageContaining("model-broadcast")
                    .hasMessageContaining("emstream reset");
        }
    }

    @Test
    void aModelOfAnotherShapeStopsTheTaskInWords() {
        settings.features = Features.ofDimension(3);
        try (Driven driven = new Driven(settings)) {
            assertThatThrownBy(() -> driven.broadcast("model".getBytes(UTF_8), foreignModel()))
                    .rootCause()
                    .isInstanceOf(ModelMismatchException.class)
                    .hasMessageContaining("x0, x1")
                    .hasMessageContaining("x0, x1, x2")
                    .hasMessageContaining("emstream reset");
        }
    }

    @Test
    void brokenBytesOnTheBroadcastStopTheTaskInWords() {
        try (Driven driven = new Driven(settings)) {
            assertThatThrownBy(() -> driven.broadcast("model".getBytes(UTF_8), "{}".getBytes(UTF_8)))
                    .rootCause()
                    .hasMessageContaining("offset 0 of model-broadcast-0")
                    .hasMessageContaining("byte 0");
        }
    }

    /** A model of two features in version 57, as another application may have left it. */
    private static byte[] foreignModel() {
        try (Driven other = new Driven(new TestSettings())) {
            Blobs blobs = new Blobs(99);
            for (int i = 0; i < 100; i++) {
                other.feed(blobs.next());
            }
            Model model = other.models().get(0);
            return new ModelCodec(Families::parse)
                    .encode(new Model(
                            "another",
                            57,
                            56,
                            model.layoutEpoch(),
                            model.features(),
                            model.mixture(),
                            model.clusters(),
                            5000,
                            5000,
                            "none",
                            -1,
                            -1,
                            model.eventTime()));
        }
    }
}
