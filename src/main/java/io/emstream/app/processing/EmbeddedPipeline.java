package io.emstream.app.processing;

import io.emstream.app.Failure;
import io.emstream.app.broker.EmbeddedBroker;
import io.emstream.app.broker.EmbeddedBrokerException;
import io.emstream.app.settings.Keys;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.settings.SettingsReader;
import io.emstream.app.topics.TopicAdministration;
import java.util.Optional;

/** A broker of our own with its topics, and a processor on it: all that a file or a demonstration needs. */
public final class EmbeddedPipeline implements AutoCloseable {
    private final EmbeddedBroker broker;
    private final Settings settings;
    private final Processing processing;

    private EmbeddedPipeline(EmbeddedBroker broker, Settings settings, Processing processing) {
        this.broker = broker;
        this.settings = settings;
        this.processing = processing;
    }

    /**
     * Starts all of it, and waits until points would be processed.
     *
     * @param broker not yet started
     * @param reader settings, but for the address of the broker
     * @param partitions of the points topic
     * @throws Failure if something does not start
     */
    public static EmbeddedPipeline start(EmbeddedBroker.Builder broker, SettingsReader reader, int partitions)
            throws SettingsException, InterruptedException {
        EmbeddedBroker started;
        try {
            started = broker.start();
        } catch (EmbeddedBrokerException refused) {
            throw new Failure("The embedded broker did not start: " + refused.getMessage() + ".", refused);
        }
        try {
            Settings settings = reader.flag("the embedded broker", Keys.BOOTSTRAP_SERVERS, started.bootstrapServers())
                    .read(SettingsReader.Purpose.PROCESSING);
            try (TopicAdministration topics = new TopicAdministration(settings)) {
                topics.create(topics.hasPoints() ? Optional.empty() : Optional.of(partitions), created -> {});
            }
            Processing processing = Processing.start(settings, partitions);
            processing.awaitRunning();
            return new EmbeddedPipeline(started, settings, processing);
        } catch (SettingsException | InterruptedException | RuntimeException failed) {
            started.close();
            throw failed;
        }
    }

    /** The settings with the address of the broker. */
    public Settings settings() {
        return settings;
    }

    /** The processor. */
    public Processing processing() {
        return processing;
    }

    /** Ends the processor, then the broker. */
    @Override
    public void close() {
        try {
            processing.close();
        } finally {
            broker.close();
        }
    }
}
