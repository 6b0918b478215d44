package io.emstream.app.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** What answers at a port that is no broker's; with TLS, a secured broker is asked elsewhere. */
class ProtocolTest {
    private static final String HERE = InetAddress.getLoopbackAddress().getHostAddress();

    @Test
    void aWebServerIsKnown() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
        server.start();
        try {
            assertThat(Protocol.spokenAt(HERE, server.getAddress().getPort())).isEqualTo(Protocol.HTTP);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void nobodySpeaksNeither() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertThat(Protocol.spokenAt(HERE, port)).isEqualTo(Protocol.NEITHER);
    }
}
