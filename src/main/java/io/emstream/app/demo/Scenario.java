package io.emstream.app.demo;

import io.emstream.mixture.Mixture;
import io.emstream.point.Features;
import io.emstream.point.Point;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A stream to watch: what its points are, and what is learned of them.
 *
 * @param name by which a user chooses it
 * @param description one sentence
 * @param features their names
 * @param family the kind of density to learn
 * @param clusters how many the truth has at the beginning, and how many are learned unless the settings say otherwise
 * @param note what else there is to know, in sentences; empty if nothing
 * @param settings other settings that suit it, by key
 * @param source makes the points
 */
public record Scenario(
        String name,
        String description,
        Features features,
        String family,
        int clusters,
        String note,
        Map<String, String> settings,
        Source source) {

    /** Copies the map. */
    public Scenario {
        settings = Map.copyOf(settings);
    }

    /** Makes the points of a stream. */
    public interface Source {
        /** The point with this number. */
        Point point(long number, RandomGenerator random);

        /** The mixture that points come from about this number; empty for real data. */
        Optional<Mixture> truth(long number);

        /** All points there are, if they are finite in number and real; empty otherwise. */
        default List<Point> population() {
            return List.of();
        }
    }
}
