package io.emstream.app.broker;

import java.nio.file.Path;

/** A broker in a JVM of its own, which can be killed. */
public final class BrokerMain {
    /** What it says when it serves clients. */
    public static final String READY = "broker ready";

    private BrokerMain() {}

    /**
     * Runs until it is killed or stopped.
     *
     * @param arguments directory, port, port that clients are sent to, and broker settings as {@code key=value}
     */
    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedBroker.Builder builder = EmbeddedBroker.builder()
                .directory(Path.of(arguments[0]))
                .port(Integer.parseInt(arguments[1]))
                .advertisedPort(Integer.parseInt(arguments[2]));
        for (int i = 3; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            builder.property(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        EmbeddedBroker broker = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println(READY);
        Thread.currentThread().join();
    }
}
