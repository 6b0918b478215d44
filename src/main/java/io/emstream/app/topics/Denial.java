package io.emstream.app.topics;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.jspecify.annotations.Nullable;

/** Why secured brokers do not let us in, or do not let us do something, and what to do about it. */
public final class Denial {
    /** How Kafka Streams says of which of its own topics it speaks. */
    private static final Pattern UNCREATED = Pattern.compile("Could not create topic ([^\\s]+?)\\.?(\\s|$)");

    private Denial() {}

    /** In sentences, the last of which is the next step; empty if the failure is none of this kind. */
    public static Optional<String> sentence(Throwable failure) {
        return Optional.ofNullable(authentication(failure)).or(() -> Optional.ofNullable(authorization(failure)));
    }

    private static @Nullable String authentication(Throwable failure) {
        SslAuthenticationException tls = find(failure, SslAuthenticationException.class);
        if (tls != null) {
            return tls(String.join(
                    " ",
                    causes(tls).map(Throwable::getMessage).map(String::valueOf).toList()));
        }
        UnsupportedSaslMechanismException mechanism = find(failure, UnsupportedSaslMechanismException.class);
        if (mechanism != null) {
            return "the brokers do not take the mechanism: " + message(mechanism)
                    + ". Name one of theirs in kafka.sasl.mechanism.";
        }
        SaslAuthenticationException user = find(failure, SaslAuthenticationException.class);
        if (user != null) {
            return "the user is unknown or the password is wrong (" + message(user)
                    + "). Check kafka.sasl.jaas.config and kafka.sasl.mechanism.";
        }
        org.apache.kafka.common.errors.AuthenticationException other =
                find(failure, org.apache.kafka.common.errors.AuthenticationException.class);
        return other == null
                ? null
                : message(other)
                        + ". Check kafka.security.protocol, kafka.sasl.* and kafka.ssl.* in the configuration.";
    }

    private static String tls(String causes) {
        if (causes.contains("PKIX path")) {
            return "the certificate of the broker is not trusted. Name the certificate of its authority in"
                    + " kafka.ssl.truststore.location (and kafka.ssl.truststore.type=PEM if it is a PEM file).";
        }
        if (causes.contains("No name matching") || causes.contains("No subject alternative")) {
            return "the certificate of the broker is for another name. Use the name that stands in it for"
                    + " bootstrap.servers and the brokers' advertised.listeners.";
        }
        if (causes.contains("Unrecognized SSL message") || causes.contains("Unsupported or unrecognized")) {
            return "the broker does not speak TLS there. Use its TLS port, or another kafka.security.protocol.";
        }
        return "TLS failed (" + causes + "). Check kafka.ssl.* in the configuration.";
    }

    private static @Nullable String authorization(Throwable failure) {
        AuthorizationException refused = find(failure, AuthorizationException.class);
        return refused == null
                ? null
                : message(refused) + missing(refused, failure)
                        + ". Ask whoever runs the brokers for the right (kafka-acls.sh): security.md lists all that are needed.";
    }

    /** Which resource it is, where Kafka tells, and what it may take. */
    private static String missing(AuthorizationException refused, Throwable failure) {
        Optional<String> uncreated = causes(failure)
                .map(each -> UNCREATED.matcher(String.valueOf(each.getMessage())))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
        if (uncreated.isPresent()) {
            return ", right missing: CREATE on the topic " + uncreated.get();
        }
        if (refused instanceof TopicAuthorizationException topic
                && !topic.unauthorizedTopics().isEmpty()) {
            return ", rights missing: " + "READ or WRITE on the topics "
                    + String.join(", ", topic.unauthorizedTopics());
        }
        if (refused instanceof GroupAuthorizationException group && group.groupId() != null) {
            return ", right missing: READ on the group " + group.groupId();
        }
        if (refused instanceof TransactionalIdAuthorizationException) {
            return ", right missing: WRITE on transactional ids that begin with the application's id";
        }
        if (refused instanceof ClusterAuthorizationException) {
            return ", right missing: on the cluster";
        }
        return "";
    }

    private static String message(Throwable failure) {
        return String.valueOf(failure.getMessage()).replaceFirst("[.\\s]+$", "");
    }

    private static <T> @Nullable T find(Throwable failure, Class<T> type) {
        return causes(failure)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElse(null);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause);
    }
}
