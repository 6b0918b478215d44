package io.emstream.app.http;

import io.emstream.app.history.ModelHistory;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** The model and its past, as they stand in their topics. */
final class ModelRoutes {
    private static final int USUAL_NUMBER = 10;

    private final ModelHistory history;

    ModelRoutes(ModelHistory history) {
        this.history = history;
    }

    /** The current model. */
    Reply current(Call call) throws Refusal {
        return Reply.json(200, current(history).json());
    }

    /** The last versions, oldest first. */
    Reply last(Call call) throws Refusal {
        return list(history.models(call.number("last", USUAL_NUMBER, 1, ModelHistory.MOST_MODELS)));
    }

    /** The last events, oldest first. */
    Reply lastEvents(Call call) throws Refusal {
        return list(history.events(call.number("last", USUAL_NUMBER, 1, ModelHistory.MOST_EVENTS)));
    }

    /** The current model, or the refusal that says that there is none. */
    static ModelHistory.Current current(ModelHistory history) throws Refusal {
        return history.current()
                .orElseThrow(() -> new Refusal(
                        404, "there is no model yet; the first is made of the first points, see /health/ready"));
    }

    private static Reply list(List<byte[]> documents) {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        list.write('[');
        for (int i = 0; i < documents.size(); i++) {
            if (i > 0) {
                list.write(',');
            }
            list.writeBytes(documents.get(i));
        }
        list.write(']');
        return Reply.json(200, list.toByteArray());
    }
}
