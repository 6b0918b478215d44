package io.emstream.app.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.FaultHandlerFactory;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.fault.FaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A single-node Kafka broker (KRaft, broker and controller in one) inside this JVM, reachable from this machine only.
 *
 * <p>Its defaults differ from a server's in three ways. Every internal topic has one replica, since there is one node.
 * Nothing is ever deleted by age, and time stamps may lie as far back or ahead as they like, since the events of a
 * replayed file may be years old. Groups start at once instead of waiting for more members.
 *
 * <p>The threads of a running broker keep the JVM alive; {@link #close} leaves none behind. A broker that is killed
 * instead finds its data again at the next start, after a check of its logs. When the disk under it fails, Kafka halts
 * the JVM, as it does on a server.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final int NODE = 1;

    private final BrokerDirectory directory;
    private final BoundPorts sockets;
    private final int port;
    private final ControllerServer controller;
    private final BrokerServer broker;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(
            BrokerDirectory directory, BoundPorts sockets, int port, ControllerServer controller, BrokerServer broker) {
        this.directory = directory;
        this.sockets = sockets;
        this.port = port;
        this.controller = controller;
        this.broker = broker;
    }

    /** A broker to be: on a free port, in a temporary directory, unless told otherwise. */
    public static Builder builder() {
        return new Builder();
    }

    /** Host and port, as clients want it in {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return BoundPorts.HOST + ":" + port;
    }

    /** The port on the loopback interface. */
    public int port() {
        return port;
    }

    /** The directory with everything that the broker remembers. */
    public Path directory() {
        return directory.root();
    }

    /** Stops the broker, waits until it has stopped, and deletes its directory if that was a temporary one. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        // The broker first: it says goodbye to the controller.
        broker.shutdown();
        controller.shutdown();
        broker.awaitShutdown();
        controller.awaitShutdown();
        try (directory;
                sockets) {
            LOG.debug("broker on port {} closed", port);
        } catch (IOException e) {
            throw new UncheckedIOException("broker directory " + directory.root() + " could not be let go", e);
        }
    }

    private void start() {
        // The controller first: the broker registers with it. This returns once the broker serves clients.
        controller.startup();
        broker.startup();
    }

    /** What a broker is to be like. */
    public static final class Builder {
        /** Settings that decide whether this is the broker that {@link EmbeddedBroker} describes. */
        private static final Set<String> OURS = Set.of(
                "process.roles",
                "node.id",
                "broker.id",
                "controller.quorum.voters",
                "controller.quorum.bootstrap.servers",
                "controller.listener.names",
                "listeners",
                "advertised.listeners",
                "listener.security.protocol.map",
                "inter.broker.listener.name",
                "security.inter.broker.protocol",
                "log.dir",
                "log.dirs",
                "metadata.log.dir");

        private int port;
        private int advertisedPort;
        private @Nullable Path directory;
        private final Map<String, String> properties = new HashMap<>();
        private Consumer<Throwable> onFailure = failure -> {};
        private String protocol = "PLAINTEXT";
        private List<String> scramUsers = List.of();

        private Builder() {}

        /** The port on the loopback interface, 0 to 65535; 0, the default, picks a free one. */
        public Builder port(int port) {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port = " + port + ", must be 0 to 65535");
            }
            this.port = port;
            return this;
        }

        /** The port that clients are sent to, if it is another one: that of a proxy on this machine. */
        Builder advertisedPort(int port) {
            this.advertisedPort = port;
            return this;
        }

        /**
         * How clients must speak to it, and who they may be.
         *
         * @param protocol as in {@code security.protocol}; what belongs to it are properties
         * @param scramUsers as in {@code kafka-storage.sh format --add-scram}; they are written with a new directory
         */
        Builder security(String protocol, List<String> scramUsers) {
            this.protocol = protocol;
            this.scramUsers = List.copyOf(scramUsers);
            return this;
        }

        /**
         * A directory to keep: a broker that is started on it again finds its topics, their records and the offsets of
         * its groups. Without one the broker forgets everything when it is closed.
         */
        public Builder directory(Path directory) {
            this.directory = directory;
            return this;
        }

        /** The largest batch of records in bytes that a topic takes unless it says otherwise; Kafka's default is 1 MiB. */
        public Builder maxMessageBytes(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxMessageBytes = " + bytes + ", must be 1 or more");
            }
            return property("message.max.bytes", Integer.toString(bytes));
        }

        /**
         * A broker setting by Kafka's name, in place of Kafka's default or ours.
         *
         * @throws IllegalArgumentException if the setting is one that makes the broker an embedded one, such as
         *     {@code listeners}
         */
        public Builder property(String name, String value) {
            if (OURS.contains(name)) {
                throw new IllegalArgumentException(name + " of an embedded broker cannot be set");
            }
            properties.put(name, value);
            return this;
        }

        /** Settings as for {@link #property}. */
        public Builder properties(Map<String, String> settings) {
            settings.forEach(this::property);
            return this;
        }

        /**
         * Who is told, on a thread of the broker, that it failed beyond repair while running; it still has to be closed,
         * but not on that thread. Without this such a failure is only logged.
         */
        public Builder onFailure(Consumer<Throwable> onFailure) {
            this.onFailure = onFailure;
            return this;
        }

        /**
         * Starts the broker and returns when it serves clients, after some two seconds.
         *
         * @throws EmbeddedBrokerException if it cannot start, with the port, directory or setting that is to blame;
         *     when Kafka itself gives up halfway, threads of Kafka may be left behind
         */
        public EmbeddedBroker start() {
            BoundPorts sockets = new BoundPorts();
            BrokerDirectory taken = null;
            EmbeddedBroker embedded = null;
            try {
                int brokerPort = sockets.bind(port);
                int controllerPort = sockets.bind(0);
                taken = BrokerDirectory.take(directory);
                KafkaConfig config = new KafkaConfig(settings(brokerPort, controllerPort, taken.data()), false);
                format(config, scramUsers);
                sayWhyKafkaHalts(taken.root());
                Faults faults = new Faults(onFailure);
                embedded = assemble(config, taken, sockets, brokerPort, faults);
                embedded.start();
                faults.running = true;
                return embedded;
            } catch (Exception e) {
                giveUp(embedded, taken, sockets, e);
                if (e instanceof EmbeddedBrokerException known) {
                    throw known;
                }
                String place = taken == null ? "" : " in " + taken.root();
                throw new EmbeddedBrokerException("broker" + place + " did not start: " + e.getMessage(), e);
            }
        }

        /** When all log directories have failed, Kafka halts the JVM; its own words for that are a stack trace. */
        private static void sayWhyKafkaHalts(Path directory) {
            Exit.setHaltProcedure((status, message) -> {
                System.err.println(
                        "emstream: The disk under the embedded broker's directory " + directory
                                + " is full or broken. Make room and start again: what was confirmed or committed is not lost.");
                System.err.flush();
                Runtime.getRuntime().halt(status);
            });
        }

        private Map<String, Object> settings(int brokerPort, int controllerPort, Path data) {
            Map<String, Object> settings = new HashMap<>(defaults());
            settings.putAll(properties);
            settings.put("process.roles", "broker,controller");
            settings.put("node.id", Integer.toString(NODE));
            settings.put("controller.quorum.voters", NODE + "@" + BoundPorts.HOST + ":" + controllerPort);
            settings.put("controller.listener.names", "CONTROLLER");
            settings.put(
                    "listeners",
                    "BROKER://" + BoundPorts.HOST + ":" + brokerPort + ",CONTROLLER://" + BoundPorts.HOST + ":"
                            + controllerPort);
            settings.put(
                    "advertised.listeners",
                    "BROKER://" + BoundPorts.HOST + ":" + (advertisedPort == 0 ? brokerPort : advertisedPort));
            settings.put("listener.security.protocol.map", "BROKER:" + protocol + ",CONTROLLER:PLAINTEXT");
            settings.put("inter.broker.listener.name", "BROKER");
            settings.put("log.dirs", data.toString());
            return settings;
        }

        private static Map<String, String> defaults() {
            Map<String, String> defaults = new HashMap<>();
            // One node: every internal topic has one replica, and few partitions to open at the start.
            defaults.put("default.replication.factor", "1");
            defaults.put("min.insync.replicas", "1");
            defaults.put("offsets.topic.replication.factor", "1");
            defaults.put("offsets.topic.num.partitions", "1");
            defaults.put("transaction.state.log.replication.factor", "1");
            defaults.put("transaction.state.log.min.isr", "1");
            defaults.put("transaction.state.log.num.partitions", "1");
            defaults.put("share.coordinator.state.topic.replication.factor", "1");
            defaults.put("share.coordinator.state.topic.min.isr", "1");
            defaults.put("share.coordinator.state.topic.num.partitions", "1");

            // Event time is the file's, not the clock's: keep what looks old, take what looks far ahead, and do not
            // begin a new segment because the events of one file lie more than a week apart.
            defaults.put("log.retention.ms", "-1");
            defaults.put("log.message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE));
            defaults.put("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
            defaults.put("log.roll.ms", Long.toString(Long.MAX_VALUE));
            // A kept directory may rest for months (Kafka forgets idle groups after a week): ten years, in minutes.
            defaults.put("offsets.retention.minutes", Integer.toString(10 * 365 * 24 * 60));

            // A topic that nobody made is a misspelt one.
            defaults.put("auto.create.topics.enable", "false");
            defaults.put("group.initial.rebalance.delay.ms", "0");
            defaults.put("group.streams.initial.rebalance.delay.ms", "0");
            // After a broker was killed, the controller lets its successor in when the session of the dead one has run
            // out: 5 s in place of 9, with heartbeats close enough for a busy machine.
            defaults.put("broker.session.timeout.ms", "5000");
            defaults.put("broker.heartbeat.interval.ms", "500");
            // 2 MiB of heap for the log cleaner in place of 128.
            defaults.put("log.cleaner.dedupe.buffer.size", "2097152");
            return defaults;
        }

        /** Gives the directory its identity; one that it has from an earlier broker stays. */
        private static void format(KafkaConfig config, List<String> scramUsers) throws Exception {
            Optional<String> before = new MetaPropertiesEnsemble.Loader()
                    .addMetadataLogDir(config.metadataLogDir())
                    .load()
                    .clusterId();
            Formatter formatter = new Formatter();
            formatter.setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
            formatter.setNodeId(NODE);
            formatter.setClusterId(before.orElseGet(() -> Uuid.randomUuid().toString()));
            formatter.setIgnoreFormatted(true);
            formatter.setControllerListenerName("CONTROLLER");
            formatter.setScramArguments(scramUsers);
            formatter.addDirectory(config.metadataLogDir());
            formatter.setMetadataLogDirectory(config.metadataLogDir());
            formatter.run();
        }

        /** What {@link KafkaRaftServer} does, but with our sockets, and with faults that do not halt the JVM. */
        private EmbeddedBroker assemble(
                KafkaConfig config, BrokerDirectory taken, BoundPorts sockets, int brokerPort, Faults faults) {
            Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> identity =
                    KafkaRaftServer.initializeLogDirs(config, LOG, "");
            SharedServer shared = new SharedServer(
                    config,
                    identity._1(),
                    Time.SYSTEM,
                    Server.initializeMetrics(
                            config, Time.SYSTEM, identity._1().clusterId().orElseThrow()),
                    CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(
                            config.quorumConfig().voters())),
                    List.of(),
                    faults,
                    sockets);
            ControllerServer controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), identity._2());
            return new EmbeddedBroker(taken, sockets, brokerPort, controller, new BrokerServer(shared));
        }

        private static void giveUp(
                @Nullable EmbeddedBroker embedded,
                @Nullable BrokerDirectory taken,
                BoundPorts sockets,
                Exception reason) {
            try {
                if (embedded != null) {
                    embedded.close();
                } else if (taken != null) {
                    taken.close();
                }
            } catch (Exception e) {
                reason.addSuppressed(e);
            }
            try {
                sockets.close();
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }

    /** Logs what goes wrong inside the broker; on a server the same faults end the process. */
    private static final class Faults implements FaultHandlerFactory {
        private final Consumer<Throwable> onFailure;

        /** Until then whoever starts the broker gets the exception itself. */
        private volatile boolean running;

        Faults(Consumer<Throwable> onFailure) {
            this.onFailure = onFailure;
        }

        @Override
        public FaultHandler build(String name, boolean fatal, Runnable action) {
            return (message, cause) -> {
                LOG.error("broker fault in {}: {}", name, message, cause);
                action.run();
                RuntimeException fault = new IllegalStateException(name + ": " + message, cause);
                if (fatal && running) {
                    onFailure.accept(fault);
                }
                return fault;
            };
        }
    }
}
