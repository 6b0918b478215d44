package io.emstream.app.http;

import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What is said where a request fails before any route has seen it: a malformed one, or one with too long headers. */
final class JsonErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Gate.secure(response.getHeaders());
        int status = response.getStatus();
        Dispatch.send(Reply.error(status, sentence(status)), request, response, callback);
        return true;
    }

    /** Only of the status: what else there is may quote the request, or tell of the inside. */
    private static String sentence(int status) {
        return "this request cannot be answered: "
                + HttpStatus.getMessage(status).toLowerCase(Locale.ROOT);
    }
}
