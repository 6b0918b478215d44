package io.emstream.streams;

import io.emstream.codec.MalformedBytesException;
import io.emstream.codec.ModelCodec;
import io.emstream.em.Responsibilities;
import io.emstream.em.RowResponsibilities;
import io.emstream.family.Families;
import io.emstream.learn.LearnerSettings;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Model;
import java.util.Objects;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The model by which the points of a partition are labelled, if there is one; kept in a store of the task. */
final class CurrentModel {
    /** The key of the only entry of the store. */
    private static final String CURRENT = "current";

    private final LearnerSettings settings;
    private final KeyValueStore<String, byte[]> store;
    private final ModelCodec codec = new ModelCodec(Families::parse);
    private @Nullable Model model;
    private @Nullable Responsibilities responsibilities;
    private @Nullable RowResponsibilities rows;

    /** A model that stays, whatever the store holds. */
    static CurrentModel frozen(LearnerSettings settings, KeyValueStore<String, byte[]> store, Model frozen) {
        CurrentModel current = new CurrentModel(settings, store, false);
        current.model = frozen;
        current.responsibilities = new Responsibilities(new CompiledMixture(frozen.mixture()));
        return current;
    }

    /**
     * What the store holds from before.
     *
     * @throws ModelMismatchException if that is a model of other settings
     */
    CurrentModel(LearnerSettings settings, KeyValueStore<String, byte[]> store) {
        this(settings, store, true);
    }

    private CurrentModel(LearnerSettings settings, KeyValueStore<String, byte[]> store, boolean goesOn) {
        this.settings = settings;
        this.store = store;
        byte[] stored = goesOn ? store.get(CURRENT) : null;
        if (stored != null) {
            use(codec.decode(stored));
        }
    }

    boolean isAbsent() {
        return model == null;
    }

    /** The model, which is there. */
    Model get() {
        return Objects.requireNonNull(model);
    }

    /** Answers under the model, which is there. */
    Responsibilities responsibilities() {
        return Objects.requireNonNull(responsibilities);
    }

    /** Answers for many rows under the model, which is there. */
    RowResponsibilities rows() {
        if (rows == null) {
            rows = new RowResponsibilities(responsibilities().mixture());
        }
        return rows;
    }

    /**
     * Takes a model over, unless it is no newer than the one in use.
     *
     * @return whether it is
     * @throws MalformedBytesException if the bytes are no model
     * @throws ModelMismatchException if it is a model of other settings
     */
    boolean adopt(byte[] bytes) {
        Model next = codec.decode(bytes);
        if (model != null && next.version() <= model.version()) {
            return false;
        }
        use(next);
        store.put(CURRENT, bytes);
        return true;
    }

    private void use(Model next) {
        ModelMismatchException.check(settings, next);
        model = next;
        responsibilities = new Responsibilities(new CompiledMixture(next.mixture()));
        rows = null;
    }
}
