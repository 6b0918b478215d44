package io.emstream.learn;

import io.emstream.em.ImpliedStatistics;
import io.emstream.learn.OnlineLearner.Learned;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.mixture.Noise;
import io.emstream.point.Features;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a given model the next version: its parameters as they stand, running statistics that say the same
 * ({@link ImpliedStatistics}), and a layout of its own, so that statistics of the layouts before are scored anew. The sample
 * for checks begins empty, because the points in it belong to the model that was given up.
 */
final class Adoption {
    /** As much as weights are believed in. */
    private static final double LARGEST_SIZE = 1e15;

    private final LearnerSettings settings;
    private final LearnerState state;
    private final WarmUp warmUp;
    private final Folding folding;
    private final Checks checks;

    Adoption(LearnerSettings settings, LearnerState state, WarmUp warmUp, Folding folding, Checks checks) {
        this.settings = settings;
        this.state = state;
        this.warmUp = warmUp;
        this.folding = folding;
        this.checks = checks;
    }

    Learned rollBack(Command command, Command.Rollback action) throws Refusal {
        Model model = action.model();
        if (!model.name().equals(settings.name())) {
            throw new Refusal("the version is one of the model " + model.name() + ", and this is " + settings.name()
                    + ": import it instead");
        }
        if (model.version() > state.lastVersion()) {
            throw new Refusal("there was no version " + model.version() + " yet, the newest is " + state.lastVersion());
        }
        return adopt(command, ModelEvent.Type.ROLLED_BACK, model, true, action.effectivePoints());
    }

    Learned take(Command command, Command.Import action) throws Refusal {
        return adopt(command, ModelEvent.Type.IMPORTED, action.model(), action.keepsIds(), action.effectivePoints());
    }

    private Learned adopt(Command command, ModelEvent.Type type, Model given, boolean keepsIds, double size)
            throws Refusal {
        fits(given);
        if (keepsIds) {
            idsWereGiven(given.mixture());
        }
        double effective = effectivePoints(given, size);
        Model before = state.model();
        long version = state.lastVersion() + 1;
        long parent = keepsIds && given.version() < version ? given.version() : version - 1;
        Mixture mixture = withNoise(given.mixture().withClusters(ids(given.mixture(), keepsIds)));
        MixtureStatistics statistics = ImpliedStatistics.of(mixture, effective);
        int layoutEpoch = before == null ? 1 : before.layoutEpoch() + 1;
        long eventTime = before == null ? warmUp.earliest() : state.counters().eventTime();
        List<Point> passed = before == null ? warmUp.end() : List.of();

        state.prior(ImpliedStatistics.prior(settings.prior(), mixture));
        checks.startFrom(effective);
        folding.restart(statistics, layoutEpoch, eventTime);
        Counters counters = state.counters();
        Model after = new Model(
                settings.name(),
                version,
                parent,
                layoutEpoch,
                settings.features(),
                mixture,
                clusters(given, keepsIds, version, statistics),
                counters.points(),
                effective,
                folding.forgetting(),
                Double.NaN,
                counters.prequentialLogLikelihood() / counters.prequentialWeight(),
                eventTime);
        state.model(after);
        if (!passed.isEmpty()) {
            folding.add(after, passed);
        }
        return new Learned(Optional.of(after), events(command, type, before, after));
    }

    private void fits(Model given) throws Refusal {
        String family = given.mixture().family().name();
        if (!family.equals(settings.family().name())) {
            throw new Refusal("the model is " + family + ", and this application learns "
                    + settings.family().name());
        }
        Features wanted = settings.features();
        int dimension = given.features().dimension();
        if (dimension != wanted.dimension()) {
            throw new Refusal("the model has " + dimension + " features "
                    + given.features().names() + ", and this application has " + wanted.dimension() + " "
                    + wanted.names());
        }
        boolean isUnnamed = given.features().equals(Features.ofDimension(dimension));
        if (!isUnnamed && !given.features().equals(wanted)) {
            throw new Refusal("the model is of the features "
                    + given.features().names() + ", and this application is of " + wanted.names()
                    + ", in this order");
        }
        int clusters = given.mixture().size();
        if (clusters < settings.clusters().fewest()
                || clusters > settings.clusters().most()) {
            throw new Refusal("the model has " + clusters + " clusters, and this application has "
                    + settings.clusters().words());
        }
    }

    /** An id that nobody was given yet would come to mean two clusters. */
    private void idsWereGiven(Mixture mixture) throws Refusal {
        long largest = state.counters().nextCluster() - 1;
        for (long id : mixture.clusters()) {
            if (id > largest) {
                throw new Refusal("cluster " + id + " was never one of this model's, whose ids go up to " + largest);
            }
        }
    }

    /** What was asked for; else what the model says of itself; else as if it had been made of a warm-up. */
    private double effectivePoints(Model given, double asked) throws Refusal {
        if (Double.isNaN(asked)) {
            double own = given.effectivePoints();
            return own >= 1 && own <= LARGEST_SIZE ? own : settings.warmupPoints();
        }
        if (!(asked >= 1 && asked <= LARGEST_SIZE)) {
            throw new Refusal("the effective size is " + asked + ", must be from 1 to " + LARGEST_SIZE);
        }
        return asked;
    }

    private long[] ids(Mixture mixture, boolean keepsIds) {
        if (keepsIds) {
            return mixture.clusters();
        }
        long first = state.change().takeClusters(mixture.size());
        return LongStream.range(first, first + mixture.size()).toArray();
    }

    /** The noise that the model has, if the settings want any; if it has none, over the box that it fills. */
    private Mixture withNoise(Mixture mixture) {
        if (!settings.outliers()) {
            return mixture.noise() == null ? mixture : mixture.withNoise(null);
        }
        return mixture.noise() == null
                ? mixture.withNoise(ImpliedStatistics.noise(mixture, Noise.FIRST_WEIGHT))
                : mixture;
    }

    private static List<Model.Cluster> clusters(
            Model given, boolean keepsIds, long version, MixtureStatistics statistics) {
        List<Model.Cluster> clusters = new ArrayList<>();
        for (int k = 0; k < given.clusters().size(); k++) {
            long born = keepsIds ? given.clusters().get(k).born() : version;
            clusters.add(new Model.Cluster(born, statistics.component(k).weight()));
        }
        return clusters;
    }

    /** What was done, and which clusters it made come and go. */
    private static List<ModelEvent> events(Command command, ModelEvent.Type type, @Nullable Model before, Model after) {
        List<Long> old = before == null ? List.of() : ids(before);
        List<Long> now = ids(after);
        Map<String, Double> numbers = new HashMap<>();
        numbers.put("parent", (double) after.parent());
        numbers.put("effectivePoints", after.effectivePoints());
        if (before != null) {
            numbers.put("replaced", (double) before.version());
        }
        List<ModelEvent> events = new ArrayList<>();
        events.add(event(command, type, after, old, now, numbers));
        old.stream()
                .filter(id -> !now.contains(id))
                .forEach(id ->
                        events.add(event(command, ModelEvent.Type.DIED, after, List.of(id), List.of(), Map.of())));
        now.stream()
                .filter(id -> !old.contains(id))
                .forEach(id ->
                        events.add(event(command, ModelEvent.Type.BORN, after, List.of(), List.of(id), Map.of())));
        return events;
    }

    private static ModelEvent event(
            Command command,
            ModelEvent.Type type,
            Model after,
            List<Long> from,
            List<Long> to,
            Map<String, Double> numbers) {
        return new ModelEvent(type, after.version(), after.eventTime(), from, to, numbers, Governance.notes(command));
    }

    private static List<Long> ids(Model model) {
        return Arrays.stream(model.mixture().clusters()).boxed().toList();
    }
}
