package io.emstream.learn;

import io.emstream.em.BatchEm;
import io.emstream.em.Expectation;
import io.emstream.em.Fit;
import io.emstream.em.Maximization;
import io.emstream.family.Prior;
import io.emstream.mixture.Mixture;
import io.emstream.point.Point;
import io.emstream.statistics.MixtureStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The running statistics by speed of forgetting. A rule that the user gives is one track. {@code forgetting=auto} runs six
 * half-lives side by side over the same panes, a seventh track that knows the last pane only, and an eighth one that is
 * fitted to the newest points ({@link Following}); the model is made of the one that has foretold the panes of late best, so
 * that a stream at rest is averaged over all its past and a moving one is followed.
 */
final class Ladder {
    /** Half-lives in units of the shortest, the longest first. */
    private static final double[] MULTIPLES = {Double.POSITIVE_INFINITY, 256, 64, 16, 4, 1};

    private static final int LAST_PANE = MULTIPLES.length;
    private static final int FOLLOWER = LAST_PANE + 1;

    /** How many tracks there are, at most. */
    static final int MOST_TRACKS = FOLLOWER + 1;

    /** Points that the tracks are compared on, at most. */
    private static final int SCORED_POINTS = 512;

    /** How fast the scores fade: by this part per pane, by less if the pane is small. */
    private static final double FADING = 0.1;

    /** By how much another track must have been better, nats per point, for the model to be made of it. */
    private static final double CLEARLY_BETTER = 0.002;

    /** How much worse a long half-life may have been than the best one before it starts anew from there. */
    private static final double HOPELESS = 0.02;

    private static final double SHORTEST = 125;
    private static final int FEW_ITERATIONS = 5;
    private static final int MORE_ITERATIONS = 10;
    private static final double LARGE_PANE = 1000;
    /** Where a pane is so long that clusters go far in it, its model must have arrived where they are. */
    private static final int MOST_ITERATIONS = 60;

    private static final double HUGE_PANE = 4000;
    private static final double TOLERANCE = 1e-6;

    private final LearnerSettings settings;
    private final LearnerState state;
    private final boolean isAuto;

    Ladder(LearnerSettings settings, LearnerState state) {
        this.settings = settings;
        this.state = state;
        this.isAuto = settings.forgetting() instanceof Forgetting.Auto;
    }

    private int size() {
        return isAuto ? MOST_TRACKS : 1;
    }

    private List<Track> tracks() {
        for (int j = state.tracks().size(); j < size(); j++) {
            state.track(j, new Track());
        }
        return state.tracks();
    }

    private void changed() {
        List<Track> tracks = tracks();
        for (int j = 0; j < tracks.size(); j++) {
            state.track(j, tracks.get(j));
        }
    }

    /** The track that the model is made of. */
    Track published() {
        return tracks().get(state.checks().track());
    }

    /** The rule that is in force, as users write it. */
    String inForce() {
        if (!isAuto) {
            return settings.forgetting().toString();
        }
        int track = state.checks().track();
        if (track == FOLLOWER) {
            return "last-points:" + followed();
        }
        return track == LAST_PANE ? "last-pane" : rule(track).toString();
    }

    private Forgetting rule(int track) {
        if (!isAuto) {
            return settings.forgetting();
        }
        return track == 0 ? new Forgetting.None() : new Forgetting.ByPoints(Math.rint(MULTIPLES[track] * shortest()));
    }

    /** The shortest half-life, in points: a shorter memory than two points per parameter cannot pay. */
    private double shortest() {
        double parameters = Objects.requireNonNull(state.model()).parameters();
        return Math.max(SHORTEST, Math.max(1.25 * state.checks().foldWeight(), 2 * parameters));
    }

    /** What part of the past a fold of this weight makes the published track forget. */
    double forgotten(double weight, double elapsed) {
        int track = state.checks().track();
        if (isAuto && track == LAST_PANE) {
            return 0.5;
        }
        if (isAuto && track == FOLLOWER) {
            return 1 - Math.pow(2, -2 * weight / followed());
        }
        if (rule(track) instanceof Forgetting.Window) {
            return Math.min(1, weight / published().effectivePoints());
        }
        return new StepSize(settings.stepExponent(), rule(track)).fading(weight, elapsed);
    }

    private int followed() {
        return Following.capacity(Objects.requireNonNull(state.model()).parameters());
    }

    /** Whether the model is made of another track than the one that never forgets. */
    boolean isMoving() {
        return isAuto && state.checks().track() != 0;
    }

    /** The track that is fitted to the newest points; only under {@code forgetting=auto}. */
    Track follower() {
        return tracks().get(FOLLOWER);
    }

    /** Has the follower stand at a fit to the newest points. */
    void follow(MixtureStatistics fit) {
        Track follower = follower();
        if (follower.statistics() == null) {
            follower.startScore(published().score() - HOPELESS / 2);
        }
        follower.replace(fit, fit.weight());
        follower.learned(state.counters().learnedWeight() - follower.learnedWeight());
        state.track(FOLLOWER, follower);
    }

    /** Compares how the tracks foretell a pane that none of them knows yet, and has the best one published. */
    void compare(PointSample sample, Mixture published) {
        if (!isAuto || sample.size() == 0) {
            return;
        }
        List<Point> points = sample.points()
                .subList(0, Math.min(SCORED_POINTS, sample.points().size()));
        List<Track> tracks = tracks();
        double[] likely = new double[tracks.size()];
        for (int j = 0; j < likely.length; j++) {
            MixtureStatistics statistics = tracks.get(j).statistics();
            likely[j] = statistics == null
                    ? Double.NaN
                    : Expectation.statistics(mixture(tracks.get(j), published), points)
                            .meanLogLikelihood();
        }
        double best =
                Arrays.stream(likely).filter(each -> !Double.isNaN(each)).max().orElse(Double.NaN);
        if (Double.isNaN(best)) {
            return;
        }
        double unit = Gains.unit(published, best);
        double fading = 1 - Math.pow(1 - FADING, Math.min(1, points.size() / (double) LearnerSettings.NOMINAL_PANE));
        for (int j = 0; j < likely.length; j++) {
            if (!Double.isNaN(likely[j])) {
                tracks.get(j).score((likely[j] - best) / unit, fading);
            }
        }
        choose(tracks);
        changed();
    }

    private void choose(List<Track> tracks) {
        int best = state.checks().track();
        for (int j = 0; j < tracks.size(); j++) {
            if (tracks.get(j).statistics() != null && score(tracks, j) > score(tracks, best)) {
                best = j;
            }
        }
        if (score(tracks, best) > score(tracks, state.checks().track()) + CLEARLY_BETTER) {
            state.changeChecks().publish(best);
        }
        if (score(tracks, FOLLOWER) < score(tracks, best) - HOPELESS) {
            tracks.get(FOLLOWER).forget();
        }
        for (int j = 0; j < Math.min(best, LAST_PANE); j++) {
            if (score(tracks, j) < score(tracks, best) - HOPELESS && best != LAST_PANE) {
                tracks.get(j).follow(tracks.get(best));
            }
        }
    }

    private static double score(List<Track> tracks, int j) {
        return tracks.get(j).score();
    }

    /** The mixture that a track makes. */
    Mixture mixture(Track track, Mixture published) {
        Prior prior = Objects.requireNonNull(state.prior());
        MixtureStatistics statistics =
                Objects.requireNonNull(track.statistics()).scaled(track.effectivePoints());
        return Maximization.nextMixture(published, statistics, prior);
    }

    /**
     * Takes a pane into every track.
     *
     * @param elapsed event time since the fold before, milliseconds
     */
    void fold(PaneStatistics pane, double elapsed, Mixture published) {
        List<Track> tracks = tracks();
        for (int j = 0; j < Math.min(tracks.size(), LAST_PANE); j++) {
            StepSize stepSize = new StepSize(settings.stepExponent(), rule(j));
            tracks.get(j).fold(pane.statistics(), stepSize, state.counters().stepOffset(), elapsed);
        }
        if (isAuto) {
            foldLastPane(tracks, pane, published);
        }
        changed();
    }

    /** A few iterations of EM on the pane alone; only if it has two points per parameter. */
    private void foldLastPane(List<Track> tracks, PaneStatistics pane, Mixture published) {
        List<Point> points = pane.sample().points();
        double parameters = Objects.requireNonNull(state.model()).parameters();
        if (points.size() < 2 * parameters) {
            return;
        }
        Prior prior = Objects.requireNonNull(state.prior());
        Fit fit = lastPane(published, points, prior, pane.statistics().weight());
        Track last = tracks.get(LAST_PANE);
        if (last.statistics() == null) {
            // It has not shown yet what it can do.
            last.startScore(tracks.stream()
                    .limit(LAST_PANE)
                    .mapToDouble(Track::score)
                    .min()
                    .orElse(0));
        }
        last.replace(fit.statistics(), fit.statistics().weight());
    }

    private static Fit lastPane(Mixture published, List<Point> points, Prior prior, double weight) {
        if (weight >= HUGE_PANE) {
            return BatchEm.iterate(published, points, prior, MOST_ITERATIONS, TOLERANCE);
        }
        return BatchEm.iterate(published, points, prior, weight < LARGE_PANE ? FEW_ITERATIONS : MORE_ITERATIONS, 0);
    }

    /** Has the window's statistics stand where a user wants a sliding window. */
    void slide(MixtureStatistics window, double weight) {
        Track only = tracks().get(0);
        only.replace(window, window.weight());
        only.learned(weight);
        changed();
    }

    /**
     * Starts all tracks anew from the statistics of a sample, which take the place of all panes in a sliding window: those
     * may be of another layout, and would undo what was found.
     */
    void restart(MixtureStatistics sample, int layoutEpoch, long eventTime) {
        List<Track> tracks = tracks();
        for (int j = 0; j < tracks.size(); j++) {
            if (isAuto && j >= LAST_PANE) {
                state.track(j, new Track());
            } else {
                tracks.get(j).restart(sample);
            }
        }
        state.change().startFrom(0);
        state.changeChecks().publish(0);
        changed();
        if (settings.forgetting() instanceof Forgetting.Window) {
            List.copyOf(state.window().keySet()).forEach(state::removeWindow);
            PointSample none =
                    new PointSample(PointSample.foldCapacity(settings.features().dimension()));
            Counters counters = state.counters();
            state.addWindow(
                    counters.folds() - 1,
                    new PaneStatistics(counters.foldedPane(), layoutEpoch, sample.copy(), eventTime, 0, none));
        }
    }
}
