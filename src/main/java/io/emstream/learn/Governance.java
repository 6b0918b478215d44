package io.emstream.learn;

import io.emstream.learn.OnlineLearner.Learned;
import io.emstream.mixture.Model;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does what operators say. Whatever is done is an event with the command's id and who gave it, and so is what cannot be done,
 * with the reason; a command never fails otherwise.
 */
final class Governance {
    private final LearnerState state;
    private final Checks checks;
    private final Adoption adoption;

    Governance(LearnerSettings settings, LearnerState state, WarmUp warmUp, Folding folding, Checks checks) {
        this.state = state;
        this.checks = checks;
        this.adoption = new Adoption(settings, state, warmUp, folding, checks);
    }

    Learned obey(Command command) {
        try {
            Command.Action action = command.action();
            return switch (action.kind()) {
                case PIN -> pin(command);
                case UNPIN -> unpin(command);
                case RESEED -> reseed(command);
                case ROLLBACK -> adoption.rollBack(command, (Command.Rollback) action);
                case IMPORT -> adoption.take(command, (Command.Import) action);
                case RESET -> reset(command, ((Command.Reset) action).lineage());
            };
        } catch (Refusal refusal) {
            Map<String, String> notes = new HashMap<>(notes(command));
            notes.put(ModelEvent.REASON, String.valueOf(refusal.getMessage()));
            return said(event(ModelEvent.Type.COMMAND_REFUSED, Map.of(), notes));
        }
    }

    private Learned pin(Command command) throws Refusal {
        Model model = model("pin");
        Pin before = state.pin();
        if (before != null) {
            throw new Refusal("the model is pinned already, since version " + before.version() + ", by " + before.by());
        }
        Counters counters = state.counters();
        Pin pin = new Pin(
                model.version(),
                command.by(),
                command.id(),
                counters.points(),
                counters.prequentialLogLikelihood(),
                counters.prequentialWeight());
        state.pin(pin);
        checks.abandon();
        return said(pinned(pin));
    }

    Optional<ModelEvent> pinned() {
        return Optional.ofNullable(state.pin()).map(this::pinned);
    }

    private ModelEvent pinned(Pin pin) {
        return event(
                ModelEvent.Type.PINNED,
                sincePin(pin),
                Map.of(ModelEvent.COMMAND, pin.command(), ModelEvent.BY, pin.by()));
    }

    /** How many points have come while the model was pinned, and how likely they were. */
    private Map<String, Double> sincePin(Pin pin) {
        Counters counters = state.counters();
        double weight = counters.prequentialWeight() - pin.prequentialWeight();
        return Map.of(
                "points",
                (double) (counters.points() - pin.points()),
                "meanLogLikelihood",
                (counters.prequentialLogLikelihood() - pin.prequentialLogLikelihood()) / weight);
    }

    private Learned unpin(Command command) throws Refusal {
        Pin pin = state.pin();
        if (pin == null) {
            throw new Refusal("the model is not pinned");
        }
        state.pin(null);
        return said(event(ModelEvent.Type.UNPINNED, sincePin(pin), notes(command)));
    }

    private Learned reseed(Command command) throws Refusal {
        model("reseed");
        if (state.pin() != null) {
            throw new Refusal("the model is pinned, so that nothing may be learned: unpin it first");
        }
        if (!checks.isOn()) {
            throw new Refusal(
                    "learner.cpu = 0 leaves no time to make a model anew: give it some, or use `emstream reset`");
        }
        int points = checks.makeAnew();
        return said(event(ModelEvent.Type.RESEED_ORDERED, Map.of("points", (double) points), notes(command)));
    }

    private Learned reset(Command command, Lineage lineage) throws Refusal {
        if (state.model() != null) {
            throw new Refusal("the learner has a model, version " + state.lastVersion()
                    + ": only `emstream reset` starts it anew, while no instance runs");
        }
        goOnBehind(lineage);
        Map<String, Double> numbers = Map.of("clusterId", state.counters().nextCluster() - 1.0);
        return said(event(ModelEvent.Type.RESET, numbers, notes(command)));
    }

    void goOnBehind(Lineage lineage) {
        if (state.model() != null) {
            return;
        }
        if (lineage.version() > state.origin()) {
            state.origin(lineage.version());
        }
        if (lineage.cluster() >= state.counters().nextCluster()) {
            state.change().goOnBehind(lineage.cluster());
        }
    }

    /** The model there is. */
    private Model model(String deed) throws Refusal {
        Model model = state.model();
        if (model == null) {
            throw new Refusal("there is no model yet to " + deed);
        }
        return model;
    }

    private ModelEvent event(ModelEvent.Type type, Map<String, Double> numbers, Map<String, String> notes) {
        return new ModelEvent(
                type, state.lastVersion(), state.counters().eventTime(), List.of(), List.of(), numbers, notes);
    }

    private static Learned said(ModelEvent event) {
        return new Learned(Optional.empty(), List.of(event));
    }

    /** What every event of a command carries. */
    static Map<String, String> notes(Command command) {
        return Map.of(ModelEvent.COMMAND, command.id(), ModelEvent.BY, command.by());
    }
}
