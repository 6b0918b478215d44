package io.emstream.app.broker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/** A broker that lets in only who speaks TLS and knows a SCRAM password, and lets them do only what an ACL allows. */
public final class SecuredBroker implements AutoCloseable {
    /** May do everything; the broker's own name as well. */
    public static final String ADMINISTRATOR = "administrator";

    private static final String STORE_PASSWORD = "store-of-the-broker";

    private final EmbeddedBroker broker;
    private final Path certificate;
    private final Map<String, String> passwords;
    private final Admin admin;

    /**
     * Starts one.
     *
     * @param directory for its certificate
     * @param passwords of its users, by name
     */
    public SecuredBroker(Path directory, Map<String, String> passwords) throws IOException, InterruptedException {
        this.passwords = new HashMap<>(passwords);
        this.passwords.put(ADMINISTRATOR, "secret-of-the-administrator");
        Path keys = directory.resolve("keys.p12");
        certificate = directory.resolve("certificate.pem");
        // Its name is an address only, so that whoever asks for localhost finds another name in the certificate.
        keytool(
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=broker",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "broker",
                "-keystore",
                keys.toString(),
                "-file",
                certificate.toString());
        List<String> users = new ArrayList<>();
        this.passwords.forEach(
                (name, password) -> users.add("SCRAM-SHA-512=[name=" + name + ",password=" + password + "]"));
        broker = EmbeddedBroker.builder()
                .security("SASL_SSL", users)
                .property("sasl.enabled.mechanisms", "SCRAM-SHA-512")
                .property("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512")
                .property("listener.name.broker.scram-sha-512.sasl.jaas.config", jaas(ADMINISTRATOR))
                .property("ssl.keystore.location", keys.toString())
                .property("ssl.keystore.type", "PKCS12")
                .property("ssl.keystore.password", STORE_PASSWORD)
                .property("ssl.key.password", STORE_PASSWORD)
                .property("ssl.truststore.location", certificate.toString())
                .property("ssl.truststore.type", "PEM")
                .property("authorizer.class.name", StandardAuthorizer.class.getName())
                // The controller's own listener, which is for this machine only, knows no names.
                .property("super.users", "User:" + ADMINISTRATOR + ";User:ANONYMOUS")
                .start();
        admin = Admin.create(client(ADMINISTRATOR));
    }

    /** Where it is. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Its port. */
    public int port() {
        return broker.port();
    }

    /** The certificate that clients must trust, as PEM. */
    public Path certificate() {
        return certificate;
    }

    /** What a user says to prove who it is. */
    public String jaas(String user) {
        return jaas(user, passwords.getOrDefault(user, "no-password-of-" + user));
    }

    /** What somebody says who claims to be a user. */
    public static String jaas(String user, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                + password + "\";";
    }

    /** How a user's clients are set up. */
    public Map<String, Object> client(String user) {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                jaas(user),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificate.toString());
    }

    /** An administrator's client; it lives as long as the broker. */
    public Admin admin() {
        return admin;
    }

    /** Gives rights. */
    public void allow(Collection<AclBinding> rights) throws Exception {
        admin.createAcls(rights).all().get();
    }

    /** Takes one right away. */
    public void deny(AclBinding right) throws Exception {
        admin.deleteAcls(List.of(right.toFilter())).all().get();
    }

    /** Takes all rights away. */
    public void denyAll() throws Exception {
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    }

    private static void keytool(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words));
        command.addAll(List.of("-storepass", STORE_PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
