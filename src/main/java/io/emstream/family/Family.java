package io.emstream.family;

import io.emstream.statistics.Moments;
import io.emstream.statistics.ScatterLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kind of density that the components of a mixture may have. Stateless and immutable.
 *
 * <p>A new family is one file that implements this interface and one line in {@link Families}; the contract test then
 * tries it with all the others.
 */
public interface Family {
    /** How points belong to components. */
    enum Assignment {
        /** In parts, by Bayes' rule with the mixing weights. */
        SOFT,
        /** Wholly to the component of the largest log-density, the mixing weights being fixed and equal. */
        HARD
    }

    /** The name by which users choose it, with its parameter if it has one: {@code gaussian-full}, {@code binomial:10}. */
    String name();

    /** The second moments it needs. */
    ScatterLayout scatter();

    /** How points belong to its components. */
    default Assignment assignment() {
        return Assignment.SOFT;
    }

    /** The values a feature may take. */
    Support support();

    /** The number of free parameters of a mixture, mixing weights included. */
    int parameters(int clusters, int dimension);

    /** Why a mixture of this shape cannot be learned, if it cannot: it is not identifiable, for instance. */
    default Optional<String> refusal(int clusters, int dimension) {
        return Optional.empty();
    }

    /**
     * The M-step: the parameters under which the statistics are most likely, or most probable given the prior.
     *
     * @param statistics one per component, with the layout of {@link #scatter()}, weights as counts of points
     * @param previous the components so far, kept where there is nothing to estimate from; {@code null} at a start
     * @param prior what is assumed beyond the statistics
     * @return one per component, always finite
     */
    List<Component> estimate(List<Moments> statistics, @Nullable List<Component> previous, Prior prior);

    /** Lays the components out for scoring many points. */
    Kernel compile(List<Component> components);

    /**
     * The component with these parameters, the inverse of {@link Component#parameters()}.
     *
     * @throws IllegalArgumentException if one is missing, has the wrong shape or is out of range, naming it
     */
    Component component(Map<String, Parameter> parameters, int dimension);

    /**
     * How far two components are from each other: the Bhattacharyya distance for densities, and the squared distance over
     * 8 pooled variances where there is none; 0 for the same, infinite at most.
     */
    double distance(Component one, Component other);

    /**
     * The component with the moments of two together: where it is the only one, it is as near to the two as one can come.
     *
     * @param wi the mixing weight of the first, 0 or more; only the proportion matters
     * @param wj the mixing weight of the second, 0 or more, not both 0
     */
    Component merged(double wi, Component ci, double wj, Component cj);

    /**
     * How much mean log-density is lost, at most, when two components give way to the {@link #merged} one:
     * w_i·KL(f_i‖f_ij) + w_j·KL(f_j‖f_ij), 0 for equals. Points are supposed to come from the mixture.
     *
     * @param wi the mixing weight of the first, as in {@link #merged}
     * @param wj the mixing weight of the second
     */
    double mergeCost(double wi, Component ci, double wj, Component cj);
}
