package io.emstream.app.topics;

import io.emstream.app.Failure;
import io.emstream.app.settings.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The brokers, and in plain sentences what keeps us from them. */
public final class Brokers {
    private static final Logger LOG = LoggerFactory.getLogger(Brokers.class);

    /** A broker that was started together with us may need this long. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int CONNECT_TIMEOUT_MS = 3000;
    private static final int FIRST_ANSWER_MS = 10_000;

    private Brokers() {}

    /**
     * An admin client, once one of the brokers takes a connection. Kafka's own clients would go on trying for ever, with a
     * warning for every try.
     *
     * @throws Failure if none does within fifteen seconds
     */
    public static Admin connect(Settings settings) {
        await(settings.bootstrapServers(), PATIENCE);
        Admin admin;
        try {
            admin = Admin.create(settings.kafka().admin());
        } catch (KafkaException refused) {
            throw failure("connect", settings.bootstrapServers(), refused);
        }
        try {
            // Takes no right, so that whatever goes wrong is a matter of the connection.
            get(
                    "connect",
                    settings.bootstrapServers(),
                    admin.describeCluster(new DescribeClusterOptions().timeoutMs(FIRST_ANSWER_MS))
                            .nodes());
            return admin;
        } catch (Failure failure) {
            admin.close(Duration.ZERO);
            throw failure;
        }
    }

    /** Waits until one of the brokers takes a connection. */
    static void await(String bootstrapServers, Duration patience) {
        long start = System.nanoTime();
        boolean told = false;
        while (true) {
            String obstacle = obstacle(bootstrapServers);
            if (obstacle == null) {
                return;
            }
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new Failure("No broker answers at " + bootstrapServers + " (" + obstacle + "). Start one, or say"
                        + " where it is: --bootstrap-server host:port, or bootstrap.servers in the configuration.");
            }
            if (!told) {
                LOG.info("waiting up to {} s for a broker at {}", patience.toSeconds(), bootstrapServers);
                told = true;
            }
            Utils.sleep(PAUSE.toMillis());
        }
    }

    /** Why none of the brokers can be reached; null if one can. */
    private static @Nullable String obstacle(String bootstrapServers) {
        String obstacle = "none given";
        for (String address : List.of(bootstrapServers.split(","))) {
            String host = Utils.getHost(address);
            Integer port = Utils.getPort(address);
            if (host == null || port == null || port < 1 || port > 65_535) {
                throw new Failure("The broker address " + address + " is not host:port, such as localhost:9092.");
            }
            InetSocketAddress target = new InetSocketAddress(host, port);
            if (target.isUnresolved()) {
                obstacle = "there is no host " + host;
                continue;
            }
            try (Socket socket = new Socket()) {
                socket.connect(target, CONNECT_TIMEOUT_MS);
                return null;
            } catch (IOException notThere) {
                obstacle = Objects.requireNonNullElse(notThere.getMessage(), "no connection");
            }
        }
        return obstacle;
    }

    /**
     * The result of a request.
     *
     * @param deed what was asked for, to follow "Kafka did not let us"
     * @throws Failure if there is none
     */
    public static <T> T get(String deed, String bootstrapServers, Future<T> request) {
        return get(deed, "", bootstrapServers, request);
    }

    /**
     * The result of a request.
     *
     * @param deed what was asked for, to follow "Kafka did not let us"
     * @param right that it takes, such as "READ on the topic x"
     * @throws Failure if there is none
     */
    public static <T> T get(String deed, String right, String bootstrapServers, Future<T> request) {
        try {
            return request.get();
        } catch (ExecutionException refused) {
            throw failure(deed, right, bootstrapServers, Objects.requireNonNullElse(refused.getCause(), refused));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failure("Stopped while waiting for Kafka.", stopped);
        }
    }

    /**
     * The result of a request about a topic that was there a moment ago: until all brokers have heard of it, some of them
     * answer that there is none, and not every request of the admin client takes that for a reason to ask again.
     *
     * @param deed what was asked for, to follow "Kafka did not let us"
     * @param right that it takes
     * @throws Failure if there is none, or still no such topic after fifteen seconds
     */
    static <T> T getOnceKnown(String deed, String right, String bootstrapServers, Supplier<Future<T>> request) {
        long start = System.nanoTime();
        while (true) {
            try {
                return get(deed, right, bootstrapServers, request.get());
            } catch (Failure failure) {
                if (!(failure.getCause() instanceof UnknownTopicOrPartitionException)
                        || System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw failure;
                }
                Utils.sleep(PAUSE.toMillis());
            }
        }
    }

    /** What Kafka has against us, and what to do about it. */
    public static Failure failure(String deed, String bootstrapServers, Throwable refused) {
        return failure(deed, "", bootstrapServers, refused);
    }

    /**
     * What Kafka has against us, and what to do about it.
     *
     * @param right that the deed takes, such as "READ on the topic x"
     */
    public static Failure failure(String deed, String right, String bootstrapServers, Throwable refused) {
        String reason = Denial.sentence(refused).orElseGet(() -> refused.getMessage() + next(refused));
        if (refused instanceof TimeoutException && Denial.sentence(refused).isEmpty()) {
            return new Failure(
                    "The broker at " + bootstrapServers + " takes connections but did not answer in time. "
                            + silence(bootstrapServers),
                    refused);
        }
        String takes = right.isEmpty() || !(refused instanceof AuthorizationException) ? "" : ", which takes " + right;
        return new Failure("Kafka at " + bootstrapServers + " did not let us " + deed + takes + ": " + reason, refused);
    }

    private static String silence(String bootstrapServers) {
        String first = List.of(bootstrapServers.split(",")).get(0);
        Integer port = Utils.getPort(first);
        if (port == null) {
            return "Look at its log.";
        }
        return switch (Protocol.spokenAt(Utils.getHost(first), port)) {
            case TLS -> "It speaks TLS, so kafka.security.protocol must be SSL or SASL_SSL, with what belongs to it.";
            case HTTP -> "It speaks HTTP, so it is no broker: look at the port.";
            case NEITHER ->
                "It does not speak TLS, so kafka.security.protocol must be PLAINTEXT or SASL_PLAINTEXT; if it is,"
                        + " there may be something else than a broker at that port, or its log says more.";
        };
    }

    private static String next(Throwable refused) {
        if (refused instanceof InvalidReplicationFactorException) {
            return " Set replication.factor to the number of brokers or less.";
        }
        return refused.getCause() == null ? "" : " (" + refused.getCause().getMessage() + ")";
    }
}
