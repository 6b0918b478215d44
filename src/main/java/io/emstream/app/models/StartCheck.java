package io.emstream.app.models;

import io.emstream.app.Failure;
import io.emstream.app.processing.Processing;
import io.emstream.app.settings.Settings;
import io.emstream.app.topics.TopicAdministration;
import io.emstream.learn.LearnerSettings;
import io.emstream.learn.Lineage;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import io.emstream.streams.ModelMismatchException;

/** What must be so before an instance joins the others of its application. */
public final class StartCheck {
    private StartCheck() {}

    /**
     * For an instance that learns: the model in force is of these settings, and nobody in the group is frozen.
     *
     * @return what was given away under the model's name so far, behind which the first model goes on
     * @throws Failure if it may not start
     */
    public static Lineage learning(Settings settings, TopicAdministration topics, int partitions) {
        if (topics.group().members().stream().anyMatch(member -> Processing.isFrozen(settings, member.clientId()))) {
            throw new Failure(
                    "Instances of " + settings.applicationId() + " run with a frozen model, and one that learns"
                            + " cannot share their work. Stop them first, or give this one an application.id of its own.");
        }
        CurrentState state = new CurrentState(settings, topics);
        LearnerSettings learner = settings.learner(partitions);
        state.model().ifPresent(model -> check(learner, model));
        return state.lineage();
    }

    private static void check(LearnerSettings learner, Model model) {
        try {
            ModelMismatchException.check(learner, model);
        } catch (ModelMismatchException mismatch) {
            throw new Failure("The settings do not fit: " + mismatch.getMessage() + ".", mismatch);
        }
    }

    /**
     * For an instance that does not learn: the model is of these features, and nobody in the group learns.
     *
     * @throws Failure if it may not start
     */
    public static void frozen(Settings settings, TopicAdministration topics, Model model) {
        if (topics.group().members().stream().anyMatch(member -> !Processing.isFrozen(settings, member.clientId()))) {
            throw new Failure(
                    "Instances of " + settings.applicationId() + " are running that learn, and a frozen one cannot"
                            + " share their work. Stop them first, or give this one an application.id of its own; `emstream models"
                            + " pin` keeps their model as it is.");
        }
        Features wanted = settings.features();
        Features given = model.features();
        boolean isUnnamed = given.equals(Features.ofDimension(wanted.dimension()));
        if (given.dimension() != wanted.dimension() || !(isUnnamed || given.equals(wanted))) {
            throw new Failure("The model is of " + given.dimension() + " features " + given.names()
                    + ", and the settings name " + wanted.dimension() + " " + wanted.names() + ", in this order."
                    + " Leave features and dimension out to have those of the model.");
        }
    }

    /**
     * The model that stays: the newest of the models topic or, when that has nothing any more, the one in force.
     *
     * @throws Failure if there is none
     */
    public static Model newest(Settings settings, TopicAdministration topics) {
        CurrentState state = new CurrentState(settings, topics);
        try (ModelHistory history = new ModelHistory(settings)) {
            return history.newest().or(state::model).orElseGet(history::newestOrFail);
        }
    }
}
