package io.emstream.app.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * Loopback sockets that are bound before Kafka starts and handed over when Kafka asks for their ports.
 *
 * <p>Kafka must be told its own ports in its configuration, so a free port has to be known before the start. To look for
 * one, let it go and bind it again is a race; here it is never let go.
 */
final class BoundPorts implements ServerSocketFactory, AutoCloseable {
    /** The address by number: a name might resolve to IPv6 for one side and to IPv4 for the other. */
    static final String HOST = "127.0.0.1";

    private static final int BACKLOG = 50;

    /** The sockets that Kafka has not taken yet, by port. */
    private final Map<Integer, ServerSocketChannel> waiting = new HashMap<>();

    /**
     * Binds a port.
     *
     * @param wanted the port, or 0 for a free one
     * @return the port
     */
    synchronized int bind(int wanted) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.configureBlocking(false);
                channel.bind(
                        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), wanted), BACKLOG);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            int port = channel.socket().getLocalPort();
            waiting.put(port, channel);
            return port;
        } catch (BindException e) {
            throw new EmbeddedBrokerException(
                    "port " + wanted + " on " + HOST + " cannot be bound: " + e.getMessage()
                            + "; port 0 picks a free one",
                    e);
        } catch (IOException e) {
            throw new EmbeddedBrokerException("no socket on " + HOST + ": " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress address, int backlog, int receiveBuffer) throws IOException {
        ServerSocketChannel bound = waiting.remove(address.getPort());
        return bound != null
                ? bound
                : ServerSocketFactory.INSTANCE.openServerSocket(listenerName, address, backlog, receiveBuffer);
    }

    /** Closes what Kafka did not take; what it took, it closes itself. */
    @Override
    public synchronized void close() throws IOException {
        for (ServerSocketChannel channel : waiting.values()) {
            channel.close();
        }
        waiting.clear();
    }
}
