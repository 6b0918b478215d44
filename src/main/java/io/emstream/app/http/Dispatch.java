package io.emstream.app.http;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads each request to its route, and the answer back. */
final class Dispatch extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
    private static final byte[] NO_BODY = {};

    private final Routes routes;
    private final int maxBodyBytes;

    /**
     * To these routes.
     *
     * @param maxBodyBytes the largest body that is read
     */
    Dispatch(Routes routes, int maxBodyBytes) {
        this.routes = routes;
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Routes.Entry entry = routes.at(Request.getPathInContext(request)).orElse(null);
        if (entry == null) {
            send(
                    Reply.error(404, "there is nothing at this path; there is " + String.join(", ", routes.named())),
                    request,
                    response,
                    callback);
        } else if (!isMethodOf(entry, request)) {
            response.getHeaders().put(HttpHeader.ALLOW, entry.method().equals("GET") ? "GET, HEAD" : entry.method());
            send(Reply.error(405, "this path is asked with " + entry.method()), request, response, callback);
        } else if (entry.stream() != null) {
            return entry.stream().handle(request, response, callback);
        } else if (request.getLength() > maxBodyBytes) {
            send(tooLarge(), request, response, callback);
        } else if (entry.method().equals("GET")) {
            send(answer(entry, request, NO_BODY), request, response, callback);
        } else {
            read(entry, request, response, callback);
        }
        return true;
    }

    private static boolean isMethodOf(Routes.Entry entry, Request request) {
        return HttpMethod.HEAD.is(request.getMethod())
                ? entry.method().equals("GET")
                : entry.method().equals(request.getMethod());
    }

    /** Without a thread that waits: a caller that sends slowly keeps a connection, and nothing else. */
    private void read(Routes.Entry entry, Request request, Response response, Callback callback) {
        Content.Source.asByteArrayAsync(
                request,
                maxBodyBytes,
                Promise.Invocable.from(
                        InvocationType.BLOCKING,
                        body -> send(answer(entry, request, body), request, response, callback),
                        failure -> send(unread(failure), request, response, callback)));
    }

    private Reply unread(Throwable failure) {
        boolean isLong = failure instanceof IllegalStateException
                || (failure instanceof HttpException http && http.getCode() == HttpStatus.PAYLOAD_TOO_LARGE_413);
        return isLong ? tooLarge() : Reply.error(400, "the body has not arrived in whole");
    }

    private Reply tooLarge() {
        return Reply.error(413, "the body is larger than max.point.bytes, which is " + maxBodyBytes);
    }

    private static Reply answer(Routes.Entry entry, Request request, byte[] body) {
        try {
            return Objects.requireNonNull(entry.route()).answer(new Call(parameters(request), body));
        } catch (Refusal refusal) {
            return refusal.reply();
        } catch (RuntimeException unforeseen) {
            LOG.warn("no answer to {} {}", request.getMethod(), Request.getPathInContext(request), unforeseen);
            return Reply.error(500, "an error that should not happen; the log has more of it");
        }
    }

    private static Map<String, String> parameters(Request request) throws Refusal {
        Map<String, String> parameters = new HashMap<>();
        try {
            Request.extractQueryParameters(request)
                    .forEach(field -> parameters.put(field.getName(), String.valueOf(field.getValue())));
        } catch (RuntimeException malformed) {
            throw new Refusal(400, "the query is not as it must be: name=value, separated by &");
        }
        return parameters;
    }

    /** Sends an answer in one piece. */
    static void send(Reply reply, Request request, Response response, Callback callback) {
        response.setStatus(reply.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, reply.body().length);
        boolean isHead = HttpMethod.HEAD.is(request.getMethod());
        response.write(true, ByteBuffer.wrap(isHead ? NO_BODY : reply.body()), callback);
    }
}
