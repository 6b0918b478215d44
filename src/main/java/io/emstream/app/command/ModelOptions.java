package io.emstream.app.command;

import io.emstream.app.fit.FileRows;
import io.emstream.app.fit.Scaling;
import io.emstream.app.settings.Keys;
import io.emstream.app.settings.SettingsReader;
import io.emstream.family.Families;
import io.emstream.family.Family;
import io.emstream.family.Support;
import io.emstream.learn.Forgetting;
import io.emstream.learn.LearnerSettings;
import io.emstream.point.Features;
import io.emstream.point.Point;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What to learn, and how. The values are those of the settings, and checked like them. */
public final class ModelOptions {
    private static final String NOMINAL_PANE = "100";

    @Option(
            names = "--clusters",
            defaultValue = "auto",
            paramLabel = "K",
            description = "How many clusters to find: a number; auto (the default), by which the data decide; or"
                    + " auto:2..12.")
    private String clusters;

    @Option(
            names = "--family",
            defaultValue = "gaussian-full",
            paramLabel = "NAME",
            description = "The kind of density that a cluster has: gaussian-full (the default), gaussian-tied,"
                    + " gaussian-diag, gaussian-spherical, bernoulli, binomial:N or kmeans.")
    private String family;

    @Option(
            names = "--prior",
            defaultValue = "map",
            paramLabel = "map|none",
            description = "Estimates of maximum probability (map, the default), which keeps small clusters well"
                    + " conditioned, or of plain maximum likelihood (none).")
    private String prior;

    @Option(
            names = "--outliers",
            defaultValue = "auto",
            paramLabel = "auto|on|off",
            description = "Whether a component of uniform noise takes the points that no cluster explains; auto, the"
                    + " default: for Gaussian families, unless --prior is none.")
    private String outliers;

    @Option(
            names = "--scale",
            defaultValue = "none",
            paramLabel = "none|standard",
            description = "Units to learn in: the data's own (none, the default), or standard deviations, so that no"
                    + " feature counts more for being measured in smaller units (for kmeans and gaussian-spherical). The"
                    + " model is written in the data's own units.")
    private Scale scale = Scale.NONE;

    @Option(
            names = "--forgetting",
            defaultValue = "auto",
            paramLabel = "RULE",
            description =
                    "How the past fades when learning online: auto (the default: as fast as the stream calls"
                            + " for), none, points:2000 (by half every 2000 rows), PT10M (by half every ten minutes of event time) or window:PT1H.")
    private String forgetting;

    @Option(
            names = "--step-exponent",
            defaultValue = "0.9",
            paramLabel = "A",
            description =
                    "How fast the steps of online learning become smaller, above 0.5 to 1 (${DEFAULT-VALUE}); 1 is"
                            + " the plain running average.")
    private String stepExponent;

    @Option(
            names = "--pane",
            paramLabel = "N",
            description =
                    "Rows from one online update to the next (100 when there is no timestamp; otherwise panes go by event"
                            + " time unless this is given).")
    private @Nullable String pane;

    @Option(
            names = "--warmup",
            defaultValue = "0",
            paramLabel = "N",
            description = "Rows that the first online model is made from; 0 (the default): the largest of 500, 50 per"
                    + " cluster, and 3 per cluster and feature.")
    private String warmup;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "Decides all chance (${DEFAULT-VALUE}).")
    private String seed;

    @Option(
            names = "--checks",
            defaultValue = "on",
            paramLabel = "on|off",
            description =
                    "Whether a model that is learned online is looked after: repaired, made anew after a drift, given"
                            + " more or fewer clusters (${DEFAULT-VALUE}); with off, the first model is averaged on, and no more.")
    private Checks checks = Checks.ON;

    /** Whether the model is looked after. */
    public enum Checks {
        /** As a stream's is. */
        ON,
        /** The first model is averaged on, and no more. */
        OFF
    }

    /** Units to learn in. */
    public enum Scale {
        /** The data's own. */
        NONE,
        /** Standard deviations. */
        STANDARD
    }

    /** Whether panes go by event time, and not by rows. */
    boolean goesByEventTime(boolean isTimed) {
        return isTimed && pane == null;
    }

    /** The values that features may take; any number while it is not known whether there is such a family. */
    Support support() {
        try {
            return Families.parse(family).support();
        } catch (IllegalArgumentException toldBySettings) {
            return Support.NUMBERS;
        }
    }

    /**
     * Hands all of it to the settings.
     *
     * @param isTimed whether rows have a time, so that panes go by it unless {@code --pane} says otherwise
     */
    SettingsReader applyTo(SettingsReader reader, Features features, boolean isTimed) {
        // Names with a comma, or that look like JSON pointers, cannot be settings; the model is named by the file.
        boolean areNames = features.names().stream().noneMatch(name -> name.contains(",") || name.startsWith("/"));
        reader.flag(
                        "the file",
                        areNames ? Keys.FEATURES : Keys.DIMENSION,
                        areNames ? String.join(",", features.names()) : Integer.toString(features.dimension()))
                .flag("--clusters", Keys.CLUSTERS, clusters)
                .flag("--family", Keys.FAMILY, family)
                .flag("--prior", Keys.PRIOR, prior)
                .flag("--outliers", Keys.OUTLIERS, outliers)
                .flag("--forgetting", Keys.FORGETTING, forgetting)
                .flag("--step-exponent", Keys.STEP_EXPONENT, stepExponent)
                .flag("--warmup", Keys.WARMUP_POINTS, warmup)
                .flag("--seed", Keys.SEED, seed)
                .flag("--timestamp", Keys.MAX_AHEAD, "off");
        if (checks == Checks.OFF) {
            reader.flag("--checks", Keys.LEARNER_CPU, "0");
        }
        if (!goesByEventTime(isTimed)) {
            String points = pane == null ? NOMINAL_PANE : pane;
            reader.flag("--pane", Keys.PANE_POINTS, points);
            if (points.matches("[1-9]\\d?")) {
                // Fewer than are folded by themselves.
                reader.flag("--pane", Keys.PANE_MIN_POINTS, points);
            }
        }
        return reader;
    }

    /** A half-life in event time says nothing of rows that have none. */
    void refuseTimelessForgetting(boolean isTimed, CommandLine command) {
        Forgetting rule = Forgetting.parse(forgetting);
        if (!isTimed && (rule instanceof Forgetting.ByTime || rule instanceof Forgetting.Window)) {
            throw new ParameterException(
                    command,
                    "--forgetting " + forgetting + " goes by event time: say which column holds it with"
                            + " --timestamp, or forget by rows, such as points:2000");
        }
    }

    /** A fit of the whole file forgets nothing, and has nothing to look after. */
    void refuseForgetting(CommandLine command) {
        if (checks == Checks.OFF) {
            throw new ParameterException(command, "--checks off is for learning online: add --online, or leave it out");
        }
        Forgetting rule = Forgetting.parse(forgetting);
        if (!(rule instanceof Forgetting.None || rule instanceof Forgetting.Auto)) {
            throw new ParameterException(
                    command, "--forgetting " + forgetting + " is for learning online: add --online, or leave it out");
        }
    }

    /** Counts have no units. */
    void refuseUnitsOfCounts(Family chosen, CommandLine command) {
        if (scale == Scale.STANDARD && chosen.support().isDiscrete()) {
            throw new ParameterException(
                    command, "--scale standard: " + chosen.name() + " is of counts, which have no units");
        }
    }

    /**
     * The units to learn in, measured by the whole file, or by the rows that the first model of a stream is made from.
     *
     * @param isStream whether rows are learned one by one
     */
    Scaling scaling(FileRows rows, LearnerSettings learner, boolean isStream) {
        int dimension = rows.features().dimension();
        if (scale == Scale.NONE) {
            return Scaling.none(dimension);
        }
        List<Point> points = rows.rows().stream().map(FileRows.Row::point).toList();
        return Scaling.standard(
                isStream ? points.subList(0, Math.min(points.size(), learner.warmupPoints())) : points, dimension);
    }
}
