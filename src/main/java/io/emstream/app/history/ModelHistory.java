package io.emstream.app.history;

import io.emstream.codec.ModelEventJson;
import io.emstream.codec.ModelJson;
import io.emstream.learn.ModelEvent;
import io.emstream.mixture.Model;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The current model, and the last models and events. Thread-safe. */
public final class ModelHistory {
    /** How many versions of the model are kept. */
    public static final int MOST_MODELS = 256;
    /** How many events are kept. */
    public static final int MOST_EVENTS = 1024;

    private static final long MOST_MODEL_BYTES = 32 << 20;
    private static final long MOST_EVENT_BYTES = 4 << 20;

    private final Recent models = noModels();
    private final Recent events = noEvents();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Current current;

    /** The newest version. */
    public static final class Current {
        private final Model model;
        private final Recent.Said said;

        Current(Model model, Recent.Said said) {
            this.model = model;
            this.said = said;
        }

        /** It itself. */
        public Model model() {
            return model;
        }

        /** It as it stands in its topic; not a copy. */
        public byte[] json() {
            return said.json();
        }

        /** When it was written there. */
        public Instant published() {
            return said.at();
        }
    }

    /**
     * Who is told at once of what is new, but not of what was there at the start; called by the thread that reads, which must
     * not be kept waiting.
     */
    public interface Listener {
        /** A new version of the model. */
        void model(Current current);

        /** An event, decoded, and as it stands in its topic. */
        void event(ModelEvent event, byte[] json);
    }

    /** What keeps as many models as this does. */
    static Recent noModels() {
        return new Recent(MOST_MODELS, MOST_MODEL_BYTES);
    }

    /** What keeps as many events as this does. */
    static Recent noEvents() {
        return new Recent(MOST_EVENTS, MOST_EVENT_BYTES);
    }

    /** Tells this listener from now on. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** The newest version; none before the first. */
    public synchronized Optional<Current> current() {
        return Optional.ofNullable(current);
    }

    /** The newest so many versions as JSON, oldest of them first. */
    public synchronized List<byte[]> models(int number) {
        return models.last(number).stream().map(Recent.Said::json).toList();
    }

    /** The newest so many events as JSON, oldest of them first. */
    public synchronized List<byte[]> events(int number) {
        return events.last(number).stream().map(Recent.Said::json).toList();
    }

    /**
     * Takes a record of the models topic in; a version that is announced again is not news.
     *
     * @param isNews whether listeners are told
     * @throws IllegalArgumentException if it is no model
     */
    public void addModel(byte[] json, Instant published, boolean isNews) {
        Recent.Said said = new Recent.Said(json, published);
        Current now = new Current(ModelJson.decode(said.json()), said);
        synchronized (this) {
            if (!models.add(said)) {
                return;
            }
            current = now;
        }
        if (isNews) {
            listeners.forEach(listener -> listener.model(now));
        }
    }

    /**
     * Takes a record of the events topic in.
     *
     * @param isNews whether listeners are told
     * @throws IllegalArgumentException if it is no event
     */
    public void addEvent(byte[] json, Instant published, boolean isNews) {
        Recent.Said said = new Recent.Said(json, published);
        ModelEvent event = ModelEventJson.decode(said.json());
        synchronized (this) {
            events.add(said);
        }
        if (isNews) {
            listeners.forEach(listener -> listener.event(event, said.json()));
        }
    }
}
