package io.emstream.app.topics;

import io.emstream.app.Failure;
import io.emstream.app.settings.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/** The group of the instances of an application, by either of the two protocols that they may speak. */
public final class ApplicationGroup {
    private final Admin admin;
    private final String group;
    private final String bootstrapServers;

    /**
     * An instance that is or was there.
     *
     * @param clientId by which it calls itself
     * @param host where it runs
     */
    public record Member(String clientId, String host) {}

    ApplicationGroup(Admin admin, Settings settings) {
        this.admin = admin;
        this.group = settings.applicationId();
        this.bootstrapServers = settings.bootstrapServers();
    }

    /** Who is in the group now; threads of an instance are members of their own. */
    public List<Member> members() {
        List<Member> classic = found(Objects.requireNonNull(admin.describeConsumerGroups(List.of(group))
                        .describedGroups()
                        .get(group)))
                .map(ApplicationGroup::members)
                .orElse(List.of());
        return classic.isEmpty() ? streamsMembers() : classic;
    }

    private List<Member> streamsMembers() {
        return found(Objects.requireNonNull(admin.describeStreamsGroups(List.of(group))
                        .describedGroups()
                        .get(group)))
                .map(ApplicationGroup::streamsMembers)
                .orElse(List.of());
    }

    private static List<Member> members(ConsumerGroupDescription description) {
        return description.members().stream()
                .map(member -> new Member(member.clientId(), member.host()))
                .toList();
    }

    private static List<Member> streamsMembers(StreamsGroupDescription description) {
        return description.members().stream()
                .map(member -> new Member(member.clientId(), member.clientHost()))
                .toList();
    }

    /** Where the group goes on reading, as far as it has committed anything. */
    Map<TopicPartition, Long> offsets() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Brokers.get(
                        "read the offsets of the group " + group,
                        "READ on it",
                        bootstrapServers,
                        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        offsets.put(partition, offset.offset());
                    }
                });
        return offsets;
    }

    /** Has the group go on reading here. */
    void moveTo(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> wanted = offsets.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> new OffsetAndMetadata(entry.getValue())));
        get(
                "move the offsets of the group " + group,
                admin.alterConsumerGroupOffsets(group, wanted).all());
    }

    /** Has the group forget where it was in these partitions. */
    void forget(Set<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            get(
                    "delete offsets of the group " + group,
                    admin.deleteConsumerGroupOffsets(group, partitions).all());
        }
    }

    private void get(String deed, KafkaFuture<?> request) {
        try {
            Brokers.get(
                    deed, "READ on it, on its topics, and DELETE on it to forget offsets", bootstrapServers, request);
        } catch (Failure failure) {
            if (failure.getCause() instanceof GroupNotEmptyException
                    || failure.getCause() instanceof UnknownMemberIdException) {
                throw new Failure(
                        "An instance has joined the group " + group + " meanwhile. Stop it, then try again.", failure);
            }
            throw failure;
        }
    }

    private <T> Optional<T> found(KafkaFuture<T> asked) {
        try {
            return Optional.of(asked.get());
        } catch (ExecutionException refused) {
            Throwable cause = refused.getCause() == null ? refused : refused.getCause();
            if (cause instanceof GroupIdNotFoundException) {
                return Optional.empty();
            }
            throw Brokers.failure("see the group " + group, "READ on it", bootstrapServers, cause);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failure("Stopped while waiting for Kafka.", stopped);
        }
    }
}
