package io.emstream.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Whom the server lets in, and the headers that every answer carries. */
final class Gate extends Handler.Wrapper {
    /** Answers hold nothing that a browser may load from elsewhere, run, frame, guess at or keep. */
    private static final Map<String, String> SECURITY = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private static final String HEALTH = "/health/";
    private static final String SCHEME = "bearer ";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final Routes routes;
    private final byte @Nullable [] token;
    private final RateLimit limit;

    /**
     * A gate.
     *
     * @param token what callers must show; {@code null} if they need nothing, being on this machine
     */
    Gate(Routes routes, @Nullable String token, RateLimit limit, Handler behind) {
        super(behind);
        this.routes = routes;
        this.token = token == null ? null : token.getBytes(UTF_8);
        this.limit = limit;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        secure(response.getHeaders());
        Optional<Reply> refusal = refusal(request, response);
        if (refusal.isPresent()) {
            Dispatch.send(refusal.get(), request, response, callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    /** Puts the headers into an answer. */
    static void secure(HttpFields.Mutable headers) {
        SECURITY.forEach((name, value) -> headers.put(new HttpField(name, value)));
    }

    private Optional<Reply> refusal(Request request, Response response) {
        String path = Request.getPathInContext(request);
        if (path.startsWith(HEALTH)) {
            // Probes come from wherever an orchestrator is, as often as it likes, and must not fail for a secret.
            return Optional.empty();
        }
        if (!limit.allows(Request.getRemoteAddr(request))) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
            return Optional.of(Reply.error(429, "too many requests; try again in a second"));
        }
        if (token == null) {
            return isNamedAsThisMachine(request)
                    ? Optional.empty()
                    : Optional.of(Reply.error(
                            421,
                            "without a token this server answers to the names of this machine only: localhost or"
                                    + " 127.0.0.1"));
        }
        if (routes.at(path).filter(Routes.Entry::isOpen).isPresent() || carriesToken(request)) {
            return Optional.empty();
        }
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"emstream\"");
        return Optional.of(Reply.error(
                401,
                "the token is missing or wrong; send the header \"Authorization: Bearer TOKEN\" with the token of"
                        + " http.token or http.token.file"));
    }

    /**
     * A page on the Web may let its own name point to this machine, and a browser would then let it read answers; but the
     * browser names that host here.
     */
    private static boolean isNamedAsThisMachine(Request request) {
        return THIS_MACHINE.contains(Request.getServerName(request).toLowerCase(Locale.ROOT));
    }

    /** Takes as long for any wrong token of the right length. */
    private boolean carriesToken(Request request) {
        String said = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        return said != null
                && said.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(said.substring(SCHEME.length()).strip().getBytes(UTF_8), token);
    }
}
