package io.emstream.app.http;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One who looks on over a connection that stays open. Nothing waits for it: of what is told twice a second it gets the newest
 * when it is ready for it; news that must not be missed are kept for it up to a limit, past which the connection ends, and it
 * comes again and reads the history.
 */
final class LiveWatcher implements Callback {
    /** The most bytes of news that are kept for one who is slow. */
    static final int MOST_BYTES = 4 << 20;

    private final Response response;
    private final Callback whole;
    private final Deque<byte[]> news = new ArrayDeque<>();
    private long newsBytes;
    private byte @Nullable [] tick;
    private boolean isWriting;
    private boolean isOver;
    private boolean isTold;

    /**
     * A watcher of an answer whose head is set.
     *
     * @param whole called when the answer has ended
     */
    LiveWatcher(Response response, Callback whole) {
        this.response = response;
        this.whole = whole;
    }

    /** Sends this sooner or later, or ends. */
    void tell(byte[] frame) {
        synchronized (this) {
            newsBytes += frame.length;
            news.addLast(frame);
            isOver |= newsBytes > MOST_BYTES && news.size() > 1;
        }
        goOn();
    }

    /** Sends this, unless the next one comes first. */
    void tick(byte[] frame) {
        synchronized (this) {
            tick = frame;
        }
        goOn();
    }

    /** Whether nothing more will be sent. */
    synchronized boolean isOver() {
        return isOver;
    }

    private void goOn() {
        byte[] frame = next();
        if (frame != null) {
            response.write(false, ByteBuffer.wrap(frame), this);
        }
    }

    /** What to write now; {@code null} if nothing, or not now. */
    private byte @Nullable [] next() {
        synchronized (this) {
            if (isWriting) {
                return null;
            }
            if (!isOver) {
                byte[] frame = news.pollFirst();
                if (frame == null) {
                    frame = tick;
                    tick = null;
                } else {
                    newsBytes -= frame.length;
                }
                isWriting = frame != null;
                return frame;
            }
            if (isTold) {
                return null;
            }
            isTold = true;
        }
        whole.succeeded();
        return null;
    }

    @Override
    public void succeeded() {
        synchronized (this) {
            isWriting = false;
        }
        goOn();
    }

    @Override
    public void failed(Throwable gone) {
        synchronized (this) {
            isOver = true;
            if (isTold) {
                return;
            }
            isTold = true;
        }
        whole.failed(gone);
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
