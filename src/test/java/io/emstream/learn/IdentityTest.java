package io.emstream.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.family.Component;
import io.emstream.family.Family;
import io.emstream.family.Prior;
import io.emstream.family.SphericalGaussian;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Clusters on a line, with unit variance; the ids of the old ones are 11, 12 and so on. */
class IdentityTest {
    private static final Family FAMILY = new SphericalGaussian();

    private final AtomicLong nextId = new AtomicLong(100);

    @Test
    void clustersKeepTheirIdsInWhateverOrderTheyAreFoundAgain() {
        Model after = successor(model(0, 10, 20), 20.3, 0.1, 9.8);
        assertThat(after.mixture().clusters()).containsExactly(13, 11, 12);
        assertThat(after.clusters()).allMatch(cluster -> cluster.born() == 3);
        assertThat(after.layoutEpoch()).isEqualTo(6);
        assertThat(events(model(0, 10, 20), 20.3, 0.1, 9.8)).isEmpty();
    }

    @Test
    void whatStandsWhereItStoodIsNoNewLayout() {
        assertThat(identity(model(0, 10, 20), 0.2, 10.5, 19).isUnchanged()).isTrue();
        assertThat(identity(model(0, 10, 20), 10, 0, 20).isUnchanged()).isFalse();
        assertThat(identity(model(0, 10, 20), 0, 10).isUnchanged()).isFalse();
    }

    @Test
    void aClusterFarFromAllIsBornAndItsIdIsNew() {
        Model before = model(0, 10);
        Model after = successor(before, 0, 10, 40);
        assertThat(after.mixture().clusters()).containsExactly(11, 12, 100);
        assertThat(after.clusters().get(2).born()).isEqualTo(before.version() + 1);
        assertThat(events(before, 0, 10, 40)).containsExactly("BORN [] [101]");
    }

    @Test
    void aClusterOfWhichNothingIsNearHasDied() {
        assertThat(successor(model(0, 10, 40), 0, 10).mixture().clusters()).containsExactly(11, 12);
        assertThat(events(model(0, 10, 40), 0, 10)).containsExactly("DIED [13] []");
    }

    @Test
    void twoWhereThereWasOneAreASplitAndTheNearerKeepsTheId() {
        assertThat(events(model(0, 10), 0, 9, 10.5)).containsExactly("SPLIT [12] [12, 100]");
        assertThat(successor(model(0, 10), 0, 9, 10.5).mixture().clusters()).containsExactly(11, 101, 12);
    }

    @Test
    void oneWhereThereWereTwoIsAMerger() {
        assertThat(events(model(0, 9, 10.5), 0, 10)).containsExactly("MERGED [12, 13] [13]");
    }

    @Test
    void aJumpOfAllIsNoneOfTheOldOnes() {
        assertThat(events(model(0, 10), 100, 110))
                .containsExactly("BORN [] [100]", "BORN [] [101]", "DIED [11] []", "DIED [12] []");
    }

    private List<String> events(Model before, double... means) {
        Identity identity = identity(before, means);
        Model after = identity.successor(statistics(means.length), nextId::getAndIncrement);
        return identity.events(after).stream()
                .map(event -> event.type() + " " + event.from() + " " + event.to())
                .toList();
    }

    private Model successor(Model before, double... means) {
        return identity(before, means).successor(statistics(means.length), nextId::getAndIncrement);
    }

    private static Identity identity(Model before, double... means) {
        return new Identity(before, mixture(1, means), 1);
    }

    private static MixtureStatistics statistics(int clusters) {
        MixtureStatistics statistics = new MixtureStatistics(FAMILY.scatter(), clusters, 1);
        for (int k = 0; k < clusters; k++) {
            statistics.component(k).observe(new double[] {k}, 10);
        }
        return statistics;
    }

    private static Model model(double... means) {
        List<Model.Cluster> clusters = IntStream.range(0, means.length)
                .mapToObj(k -> new Model.Cluster(3, 50))
                .toList();
        return new Model(
                "test",
                7,
                6,
                5,
                Features.ofDimension(1),
                mixture(11, means),
                clusters,
                1000,
                500,
                "none",
                -1,
                -1,
                Point.NO_TIMESTAMP);
    }

    private static Mixture mixture(long firstId, double... means) {
        MixtureStatistics statistics = new MixtureStatistics(FAMILY.scatter(), means.length, 1);
        for (int k = 0; k < means.length; k++) {
            statistics.component(k).observe(new double[] {means[k] - 1}, 1);
            statistics.component(k).observe(new double[] {means[k] + 1}, 1);
        }
        Prior prior = new Prior(Prior.Kind.NONE, new double[1], new double[] {1});
        List<Component> components = FAMILY.estimate(statistics.components(), null, prior);
        double[] weights = new double[means.length];
        Arrays.fill(weights, 1.0 / means.length);
        assertThat(components.get(0).variance(0)).isEqualTo(1);
        return new Mixture(
                FAMILY,
                weights,
                components,
                LongStream.range(firstId, firstId + means.length).toArray());
    }
}
