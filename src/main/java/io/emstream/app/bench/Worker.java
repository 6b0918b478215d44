package io.emstream.app.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emstream.app.broker.EmbeddedBroker;
import io.emstream.app.settings.Settings;
import io.emstream.point.PointBlock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of the benchmark: a broker, or one contender, which takes a turn for each line of its standard input and answers
 * with a line. It ends with its input, and so with whoever started it.
 */
public final class Worker {
    /** The beginning of answers, so that nothing else on standard output is taken for one. */
    static final String ANSWER = "answer ";

    /** Who there is. */
    public enum Role {
        /** The broker. */
        BROKER,
        /** {@link PassThrough}. */
        PASS_THROUGH,
        /** {@link Emstream}. */
        EMSTREAM,
        /** {@link PlainLoop}. */
        PLAIN_LOOP;

        /** As it stands in tables. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A fifth of a turn is not measured. */
    private static final int UNMEASURED = 5;
    /** The last points of a task are answered with its commit, up to a second after they could be; they are not measured. */
    private static final int LAST = Workload.PARTITIONS * PointBlock.CAPACITY;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Role role;
    private final Settings settings;
    private final int block;
    private List<byte[]> labels = List.of();

    private Worker(Role role, Settings settings, int block) {
        this.role = role;
        this.settings = settings;
        this.block = block;
    }

    /**
     * Plays a role.
     *
     * @param arguments the role; for a contender also the address of the broker and the workload as JSON
     */
    public static void main(String[] arguments) throws Exception {
        Role role = Role.valueOf(arguments[0]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (role == Role.BROKER) {
            broker(in);
        } else {
            Workload workload = MAPPER.readValue(arguments[2], Workload.class);
            new Worker(role, workload.settings(arguments[1]), workload.block()).serve(in);
        }
        System.exit(0);
    }

    private static void broker(BufferedReader in) throws IOException {
        // Segments that are behind the last turn go soon, so that the disk does not fill.
        try (EmbeddedBroker broker = EmbeddedBroker.builder()
                .property("log.segment.bytes", Integer.toString(64 << 20))
                .property("log.retention.check.interval.ms", "10000")
                .start()) {
            System.out.println(ANSWER + broker.bootstrapServers());
            while (in.readLine() != null) {
                // Nothing is asked of a broker.
            }
        }
    }

    private void serve(BufferedReader in) throws IOException, InterruptedException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Order order = MAPPER.readValue(line, Order.class);
            System.out.println(ANSWER + json(turn(order)));
        }
    }

    /**
     * A turn to take.
     *
     * @param records to answer; with blocks, rows of them
     * @param isBilled whether to sample where the time goes
     */
    record Order(long records, boolean isBilled) {}

    private Round turn(Order order) throws IOException, InterruptedException {
        if (labels.isEmpty() && role != Role.EMSTREAM) {
            labels = Labels.sample(settings, block);
        }
        try (Contender contender = contender()) {
            long from = order.records() / UNMEASURED;
            await(contender, from);
            Bill bill = order.isBilled() ? new Bill() : null;
            Stopwatch watch = new Stopwatch();
            long begun = contender.processed();
            await(contender, Math.max(order.records() / 2, order.records() - LAST));
            Round round = watch.stop(role.toString(), contender.processed() - begun, unlabelled(contender));
            Round billed = bill == null ? round : round.billed(Bill.seconds(bill.stop(), round.streamSeconds()));
            await(contender, order.records());
            return billed;
        }
    }

    /** Something as a line of JSON. */
    static String json(Object something) {
        try {
            return MAPPER.writeValueAsString(something);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException(something + " cannot be written", impossible);
        }
    }

    private Contender contender() {
        return switch (role) {
            case EMSTREAM -> new Emstream(settings);
            case PASS_THROUGH -> new PassThrough(settings, labels, block);
            case PLAIN_LOOP -> new PlainLoop(settings, labels);
            case BROKER -> throw new IllegalArgumentException("a broker takes no turns");
        };
    }

    /** What is measured is labelling: a turn with anything else in it does not count. */
    private static long unlabelled(Contender contender) {
        return contender instanceof Emstream emstream ? emstream.unlabelled() : 0;
    }

    private static void await(Contender contender, long records) {
        while (contender.processed() < records) {
            if (contender.isDead()) {
                throw new IllegalStateException("died after " + contender.processed() + " of " + records + " records");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }
}
