package io.emstream.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

/** What one who looks on gets, who takes each write when the test says so. */
class LiveWatcherTest {
    private final List<String> written = new ArrayList<>();
    private final List<Callback> underWay = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final LiveWatcher watcher = new LiveWatcher(response(), new Callback() {
        @Override
        public void succeeded() {
            ends.add("whole");
        }

        @Override
        public void failed(Throwable why) {
            ends.add("failed");
        }
    });

    private Response response() {
        return (Response) Proxy.newProxyInstance(
                Response.class.getClassLoader(), new Class<?>[] {Response.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("write");
                    written.add(UTF_8.decode((ByteBuffer) arguments[1]).toString());
                    underWay.add((Callback) arguments[2]);
                    return null;
                });
    }

    private void takeIt() {
        underWay.remove(0).succeeded();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void oneWriteIsUnderWayAtATimeAndNewsKeepTheirOrder() {
        watcher.tell(bytes("one"));
        watcher.tell(bytes("two"));
        watcher.tell(bytes("three"));
        assertThat(written).containsExactly("one");
        takeIt();
        takeIt();
        assertThat(written).containsExactly("one", "two", "three");
        takeIt();
        assertThat(underWay).isEmpty();
    }

    @Test
    void ofWhatIsToldTwiceASecondOnlyTheNewestWaits() {
        watcher.tick(bytes("tick 1"));
        watcher.tick(bytes("tick 2"));
        watcher.tick(bytes("tick 3"));
        takeIt();
        takeIt();
        assertThat(written).containsExactly("tick 1", "tick 3");
        assertThat(underWay).isEmpty();
    }

    @Test
    void newsGoBeforeATickThatWaits() {
        watcher.tick(bytes("tick 1"));
        watcher.tick(bytes("tick 2"));
        watcher.tell(bytes("news"));
        takeIt();
        takeIt();
        assertThat(written).containsExactly("tick 1", "news", "tick 2");
    }

    @Test
    void whoIsTooSlowForTheNewsIsLeftAndTheAnswerEndsOnce() {
        watcher.tell(bytes("first"));
        byte[] half = new byte[LiveWatcher.MOST_BYTES / 2 + 1];
        watcher.tell(half);
        assertThat(watcher.isOver()).isFalse();
        watcher.tell(half);
        assertThat(watcher.isOver()).isTrue();
        assertThat(ends).as("while a write is under way").isEmpty();
        takeIt();
        watcher.tell(bytes("more"));
        watcher.tick(bytes("tick"));
        assertThat(ends).containsExactly("whole");
        assertThat(written).containsExactly("first");
    }

    @Test
    void oneLargePieceOfNewsIsNoReasonToLeave() {
        watcher.tell(new byte[2 * LiveWatcher.MOST_BYTES]);
        assertThat(watcher.isOver()).isFalse();
        assertThat(written).hasSize(1);
    }

    @Test
    void aConnectionThatBreaksEndsTheAnswerOnce() {
        watcher.tell(bytes("one"));
        underWay.remove(0).failed(new IOException("gone"));
        watcher.tell(bytes("two"));
        watcher.tick(bytes("tick"));
        assertThat(watcher.isOver()).isTrue();
        assertThat(ends).containsExactly("failed");
        assertThat(written).containsExactly("one");
    }
}
