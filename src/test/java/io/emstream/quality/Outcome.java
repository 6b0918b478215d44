package io.emstream.quality;

import io.emstream.learn.LearnerSettings;
import io.emstream.mixture.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What came of one pass.
 *
 * @param model the last one
 * @param heldOut the last model on held-out points
 * @param ari adjusted Rand index of the labels, on the last fifth of the stream, against the components that drew them
 * @param bayesAri the same of the labels of the largest true posterior
 * @param course the gap as the stream went by
 * @param history what the learner said, but for the start
 * @param flags how well outliers were told from the rest
 * @param versions how many models were made
 * @param seconds of one core, for everything: drawing, measuring, labelling, learning
 * @param learningSeconds of one core in the learner
 */
record Outcome(
        QualityStream stream,
        LearnerSettings settings,
        Model model,
        HeldOut heldOut,
        double ari,
        double bayesAri,
        Course course,
        List<Happening> history,
        Flags flags,
        long versions,
        double seconds,
        double learningSeconds) {
    /** Points over which the prequential gap is averaged first. */
    static final int BUCKET = 100;

    static final String HEADER =
            "stream,d,K,n,fold,found,clusters,gap,prequential_gap,last_fifth_gap,last_2000_gap,ari,bayes_ari,"
                    + "ari_deficit,recovery,versions,seconds,learning_seconds,history";

    /**
     * An event.
     *
     * @param type a name of {@link io.emstream.learn.ModelEvent.Type}
     * @param position how many points had been labelled
     */
    record Happening(String type, int position) {}

    private static final int WINDOW = 5;
    private static final double RECOVERED = 0.06;

    /** The prequential gap, in nats per point: how much likelier the truth found each point than the model in use. */
    static final class Course {
        private final double[] gaps;

        /** Mean gaps of {@link #BUCKET} points each. */
        Course(double[] gaps) {
            this.gaps = gaps;
        }

        /** The mean from one point to another. */
        double mean(int from, int to) {
            return Arrays.stream(gaps, from / BUCKET, to / BUCKET).average().orElseThrow();
        }

        /** How many points after a change the mean over 500 of them is small again; infinite if it never is. */
        double recovery(int change) {
            for (int bucket = change / BUCKET; bucket + WINDOW <= gaps.length; bucket++) {
                if (mean(bucket * BUCKET, (bucket + WINDOW) * BUCKET) < RECOVERED) {
                    return (bucket + WINDOW) * (double) BUCKET - change;
                }
            }
            return Double.POSITIVE_INFINITY;
        }
    }

    double gap() {
        return heldOut.gap();
    }

    double prequentialGap() {
        return course.mean(0, stream.size());
    }

    double lastFifthGap() {
        return course.mean(stream.size() - stream.size() / 5, stream.size());
    }

    double lastGap(int points) {
        return course.mean(stream.size() - points, stream.size());
    }

    /** Points from the first change until the gap is small again; 0 if nothing changes. */
    double recovery() {
        return stream.change() == 0 ? 0 : course.recovery(stream.change());
    }

    double ariDeficit() {
        return bayesAri - ari;
    }

    /** How many events are of one of these types. */
    int events(String... types) {
        return eventsBefore(stream.size() + 1, types);
    }

    /** How many events are of one of these types, up to a position. */
    int eventsBefore(int position, String... types) {
        return (int) history.stream()
                .filter(each -> each.position < position && List.of(types).contains(each.type))
                .count();
    }

    String csv() {
        return String.format(
                Locale.ROOT,
                "%s,%d,%d,%d,%d,%d,%d,%.5f,%.5f,%.5f,%.5f,%.4f,%.4f,%.4f,%.0f,%d,%.1f,%.1f,%s",
                stream.name(),
                stream.dimension(),
                stream.clusters(),
                stream.size(),
                settings.foldPoints(),
                heldOut.found(),
                heldOut.clusters(),
                gap(),
                prequentialGap(),
                lastFifthGap(),
                lastGap(2000),
                ari,
                bayesAri,
                ariDeficit(),
                recovery(),
                versions,
                seconds,
                learningSeconds,
                history.stream().map(each -> each.type + "@" + each.position).collect(Collectors.joining(" ")));
    }
}
