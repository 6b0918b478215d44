package io.emstream.faults;

import io.emstream.app.broker.BrokerMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A broker in a JVM of its own, reached through a proxy, that is killed and started again on its directory. */
final class BrokerProcess implements AutoCloseable {
    private final Path directory;
    private final List<String> properties;
    private final int port;
    private final TcpProxy proxy;
    private JavaProcess process;
    private int starts;

    /** Starts a broker with these settings beside the embedded broker's own. */
    BrokerProcess(Path directory, String... properties) throws IOException {
        this.directory = directory;
        this.properties = List.of(properties);
        port = freePort();
        proxy = new TcpProxy(port);
        process = launch();
        process.awaitSaying(BrokerMain.READY);
    }

    /**
     * A port that is free now. What is started again on the same port must know it beforehand; nobody else on this machine
     * asks for it meanwhile.
     */
    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private JavaProcess launch() throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName(),
                directory.resolve("data").toString(),
                Integer.toString(port),
                Integer.toString(proxy.port())));
        arguments.addAll(properties);
        return new JavaProcess(directory.resolveSibling(directory.getFileName() + "-" + starts++ + ".log"), arguments);
    }

    /** Where its clients connect: to the proxy. */
    String bootstrapServers() {
        return "127.0.0.1:" + proxy.port();
    }

    TcpProxy proxy() {
        return proxy;
    }

    JavaProcess process() {
        return process;
    }

    /** Sends SIGKILL. */
    void kill() throws InterruptedException {
        process.kill();
    }

    /** Starts it again on what it left behind. */
    void restart() throws IOException {
        process = launch();
        process.awaitSaying(BrokerMain.READY);
    }

    @Override
    public void close() {
        process.close();
        proxy.close();
    }
}
