package io.emstream.app.topics;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** What is spoken at a port where a Kafka client would only time out. */
enum Protocol {
    /** A TLS handshake comes to an end, whoever it is. */
    TLS,
    /** A Web server. */
    HTTP,
    /** None of these. */
    NEITHER;

    private static final int PATIENCE_MS = 2000;
    /** A broker takes its first bytes for the length of a request, which is too large, and hangs up. */
    private static final byte[] QUESTION = "HEAD / HTTP/1.0\r\n\r\n".getBytes(US_ASCII);

    private static final String ANSWER = "HTTP/";

    /** Tries it out. */
    static Protocol spokenAt(String host, int port) {
        if (speaksTls(host, port)) {
            return TLS;
        }
        return speaksHttp(host, port) ? HTTP : NEITHER;
    }

    private static boolean speaksHttp(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(QUESTION);
            byte[] first = socket.getInputStream().readNBytes(ANSWER.length());
            return new String(first, US_ASCII).equals(ANSWER);
        } catch (IOException notThere) {
            return false;
        }
    }

    private static boolean speaksTls(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MS);
            socket.setSoTimeout(PATIENCE_MS);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true)) {
                tls.startHandshake();
                return true;
            }
        } catch (IOException | GeneralSecurityException notThere) {
            return false;
        }
    }

    /** Who it is does not matter here. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
