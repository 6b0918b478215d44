package io.emstream.app.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The paths that are served. Filled before the server starts. */
public final class Routes {
    private final Map<String, Entry> entries = new TreeMap<>();

    /**
     * What is behind a path.
     *
     * @param method GET (and with it HEAD) or POST
     * @param isOpen whether it is served without the token
     * @param route what answers in one piece; {@code null} if something else does
     * @param stream what answers over time; {@code null} if something else does
     */
    record Entry(String method, boolean isOpen, @Nullable Route route, Request.@Nullable Handler stream) {}

    /** What can be read with the token. */
    public Routes get(String path, Route route) {
        return add(path, new Entry("GET", false, route, null));
    }

    /** What can be read by anybody who reaches the server: nothing of the stream. */
    public Routes open(String path, Route route) {
        return add(path, new Entry("GET", true, route, null));
    }

    /** What is asked with a body. */
    public Routes post(String path, Route route) {
        return add(path, new Entry("POST", false, route, null));
    }

    /** What goes on answering, with the token; it must not block its thread. */
    public Routes stream(String path, Request.Handler handler) {
        return add(path, new Entry("GET", false, null, handler));
    }

    private Routes add(String path, Entry entry) {
        if (entries.putIfAbsent(path, entry) != null) {
            throw new IllegalArgumentException("there are two routes at " + path);
        }
        return this;
    }

    Optional<Entry> at(String path) {
        return Optional.ofNullable(entries.get(path));
    }

    /** The paths that somebody may mean: all but those of the page's parts. */
    List<String> named() {
        return entries.keySet().stream()
                .filter(path -> !path.startsWith(PageFiles.PREFIX))
                .toList();
    }
}
