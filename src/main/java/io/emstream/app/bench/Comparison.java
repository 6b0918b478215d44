package io.emstream.app.bench;

import io.emstream.app.Failure;
import io.emstream.app.bench.Worker.Order;
import io.emstream.app.bench.Worker.Role;
import io.emstream.app.settings.Settings;
import io.emstream.app.settings.SettingsException;
import io.emstream.app.topics.TopicAdministration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/**
 * Lets the contenders take turns. For each round the input is written again; everybody reads all of it, in an order that is
 * turned round from one round to the next, and stops. The first rounds warm up and do not count; in them emstream makes its
 * model.
 *
 * @param workload what is processed
 * @param records of a turn; with blocks, points
 * @param warmups rounds that do not count
 * @param rounds that count
 * @param jvm options of the JVMs of the contenders
 */
public record Comparison(Workload workload, long records, int warmups, int rounds, List<String> jvm) {
    /**
     * The turns that counted, by contender, in the order of the rounds.
     *
     * @param billed a turn of emstream more, with its bill
     */
    public record Turns(Map<Role, List<Round>> counted, Round billed) {}

    /**
     * Runs it.
     *
     * @param progress is told what goes on
     */
    public Turns run(Consumer<String> progress) throws SettingsException {
        List<Role> roles = new ArrayList<>(List.of(Role.EMSTREAM, Role.PASS_THROUGH));
        if (workload.isJson() && workload.block() == 1) {
            roles.add(Role.PLAIN_LOOP);
        }
        progress.accept(workload.format() + ": starting");
        try (Child broker = Child.start(Role.BROKER, List.of("-Xmx512m"), List.of())) {
            String servers = broker.answer();
            Settings settings = workload.settings(servers);
            createTopics(settings);
            Map<Role, Child> children = new EnumMap<>(Role.class);
            try {
                for (Role role : roles) {
                    children.put(role, Child.start(role, jvm, List.of(servers, Worker.json(workload))));
                }
                return turns(settings, roles, children, progress);
            } finally {
                children.values().forEach(Child::close);
            }
        }
    }

    private Turns turns(Settings settings, List<Role> roles, Map<Role, Child> children, Consumer<String> progress) {
        List<byte[]> values = workload.values();
        Map<Role, List<Round>> counted = new EnumMap<>(Role.class);
        List<Role> order = new ArrayList<>(roles);
        for (int round = -warmups; round < rounds; round++) {
            Fill.fill(settings, values, records / workload.block());
            for (Role role : order) {
                progress.accept(String.format(
                        Locale.ROOT,
                        "%s: %s, %s",
                        workload.format(),
                        round < 0 ? "warming up" : "round " + (round + 1),
                        role));
                // A flight recorder that starts for the first time makes the JVM compile much again: so it does that
                // here.
                Round turn = turn(children, role, round < 0, round < 0);
                if (round >= 0) {
                    counted.computeIfAbsent(role, any -> new ArrayList<>()).add(turn);
                }
            }
            forget(settings);
            if (round >= 0) {
                Collections.reverse(order);
            }
        }
        progress.accept(workload.format() + ": the bill");
        Fill.fill(settings, values, records / workload.block());
        return new Turns(counted, turn(children, Role.EMSTREAM, true, false));
    }

    private Round turn(Map<Role, Child> children, Role role, boolean isBilled, boolean isWarmup) {
        Child child = children.get(role);
        if (child == null) {
            throw new IllegalArgumentException(role + " does not take part");
        }
        Round turn = child.turn(new Order(records, isBilled));
        // What is measured is labelling by a model that is there from the start.
        if (turn.unlabelled() > 0 && !isWarmup) {
            throw new Failure(turn.unlabelled() + " of " + records + " records were not labelled by a model.");
        }
        return turn;
    }

    static void createTopics(Settings settings) {
        try (TopicAdministration topics = new TopicAdministration(settings);
                Admin admin = Admin.create(settings.kafka().admin())) {
            topics.create(Optional.of(Workload.PARTITIONS), created -> {});
            admin.createTopics(List.of(
                            new NewTopic(PassThrough.TOPIC, Workload.PARTITIONS, (short) 1),
                            new NewTopic(PlainLoop.TOPIC, Workload.PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException refused) {
            throw new Failure("Topics cannot be made: " + refused.getCause() + ".", refused);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failure("Stopped.", stopped);
        }
    }

    /** Deletes what was written, so that a long run does not fill the disk; labels stay, to take a sample from. */
    private static void forget(Settings settings) {
        try (Admin admin = Admin.create(settings.kafka().admin())) {
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            for (String topic : List.of(settings.topics().points(), PassThrough.TOPIC, PlainLoop.TOPIC)) {
                for (int partition = 0; partition < Workload.PARTITIONS; partition++) {
                    all.put(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(-1));
                }
            }
            admin.deleteRecords(all).all().get();
        } catch (ExecutionException refused) {
            throw new Failure("Records cannot be deleted: " + refused.getCause() + ".", refused);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failure("Stopped.", stopped);
        }
    }
}
