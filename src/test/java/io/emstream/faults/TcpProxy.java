package io.emstream.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A road to a port of this machine that can be cut and slowed. */
final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 64 << 10;

    private final int target;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isCut;
    private volatile Duration delay = Duration.ZERO;

    /** On a free port of its own. */
    TcpProxy(int target) throws IOException {
        this.target = target;
        server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        daemon("proxy", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Breaks every connection and lets none through until it is mended. */
    void cut() {
        isCut = true;
        open.forEach(TcpProxy::close);
    }

    /** Lets everything through at once again. */
    void mend() {
        isCut = false;
        delay = Duration.ZERO;
    }

    /** Holds every piece of at most 64 KiB back for so long, in both directions, one after the other. */
    void slow(Duration pause) {
        delay = pause;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket from = server.accept();
                if (isCut) {
                    close(from);
                } else {
                    connect(from);
                }
            } catch (IOException closed) {
                // Asked for again as long as the server is open.
            }
        }
    }

    private void connect(Socket from) {
        Socket to;
        try {
            to = new Socket(InetAddress.getLoopbackAddress(), target);
            from.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
        } catch (IOException refused) {
            close(from);
            return;
        }
        open.add(from);
        open.add(to);
        daemon("proxy-there", () -> pass(from, to));
        daemon("proxy-back", () -> pass(to, from));
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                // A slow road, not a wait for anything.
                LockSupport.parkNanos(delay.toNanos());
                out.write(buffer, 0, length);
            }
        } catch (IOException broken) {
            // One end has gone, and takes the other with it.
        } finally {
            close(from);
            close(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
        cut();
    }
}
