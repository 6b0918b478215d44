package io.emstream.app.http;

import io.emstream.app.Failure;
import io.emstream.app.settings.HttpSettings;
import java.io.IOException;
import java.net.BindException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that listens until it is closed. */
final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private static final int MOST_THREADS = 12;
    private static final int MOST_CONNECTIONS = 256;
    private static final int MOST_HEADER_BYTES = 8 << 10;
    private static final long IDLE_MILLIS = 30_000;
    private static final double CALLS_PER_SECOND = 50;
    private static final double CALLS_AT_ONCE = 200;

    private final Server server;
    private final ServerConnector connector;

    private HttpServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Listens.
     *
     * @throws Failure if it cannot, in sentences
     */
    static HttpServer start(HttpSettings settings, Routes routes) {
        return start(settings, routes, new RateLimit(CALLS_PER_SECOND, CALLS_AT_ONCE, System::nanoTime));
    }

    /** The same with a limit of the test's own. */
    static HttpServer start(HttpSettings settings, Routes routes, RateLimit limit) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 1);
        threads.setName("emstream-http");
        threads.setDaemon(true);
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MOST_HEADER_BYTES);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
        server.setErrorHandler(new JsonErrors());
        server.setHandler(new Gate(routes, settings.token(), limit, new Dispatch(routes, settings.maxBodyBytes())));
        try {
            connector.open();
        } catch (IOException refused) {
            throw new Failure(sentence(settings, refused), refused);
        }
        try {
            server.start();
        } catch (Exception refused) {
            connector.close();
            throw new Failure("The HTTP server did not start: " + refused.getMessage() + ".", refused);
        }
        return new HttpServer(server, connector);
    }

    private static String sentence(HttpSettings settings, IOException refused) {
        String where = settings.host() + ":" + settings.port();
        Throwable cause = refused.getCause() == null ? refused : refused.getCause();
        if (cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")) {
            return "Port " + settings.port() + " of " + settings.host()
                    + " is taken by another program, so that HTTP cannot be served there. Choose another with --http-port"
                    + " (0 picks a free one), or do without: --http-port off.";
        }
        return "HTTP cannot be served at " + where + ": " + cause.getMessage() + ". Choose another address with"
                + " http.host and --http-port, or do without: --http-port off.";
    }

    /** The port at which it listens. */
    int port() {
        return connector.getLocalPort();
    }

    /** Where to point a browser on this machine. */
    String address() {
        String host = connector.getHost();
        boolean any = host.equals("0.0.0.0") || host.equals("::");
        String name = any ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + name + ":" + port();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failed) {
            LOG.warn("the HTTP server did not stop in order: {}", String.valueOf(failed.getMessage()));
        }
    }
}
