package io.emstream.app.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The dashboard: a page and its parts, which hold nothing of the stream and are served to whoever reaches the server. */
final class PageFiles {
    /** Where the parts are. */
    static final String PREFIX = "/dashboard/";

    private static final String PAGE = "index.html";
    private static final List<String> PARTS = List.of(
            "icon.svg",
            "style.css",
            "main.js",
            "access.js",
            "live.js",
            "sse.js",
            "story.js",
            "geometry.js",
            "projection.js",
            "colours.js",
            "format.js",
            "charts.js",
            "scatter.js",
            "profiles.js",
            "likelihood.js",
            "weights.js",
            "rates.js",
            "clusters.js",
            "replay.js",
            "explanation.js",
            "announcements.js",
            "status.js",
            "echarts/echarts.min.js");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private PageFiles() {}

    /** Adds all of them to the routes. */
    static Routes serve(Routes routes) {
        add(routes, "/", PAGE);
        PARTS.forEach(part -> add(routes, PREFIX + part, part));
        return routes;
    }

    private static void add(Routes routes, String path, String file) {
        byte[] bytes = read(file);
        String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("of which type is " + file + "?");
        }
        routes.open(path, call -> new Reply(200, type, bytes));
    }

    private static byte[] read(String file) {
        try (InputStream in = PageFiles.class.getResourceAsStream("dashboard/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the dashboard's " + file + " is not in the jar");
            }
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
