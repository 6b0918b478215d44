package io.emstream.app.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emstream.app.history.ModelHistory;
import io.emstream.codec.Assignment.Status;
import io.emstream.codec.AssignmentJson;
import io.emstream.codec.PointDecoder;
import io.emstream.codec.ResponsibilityDetail;
import io.emstream.em.Responsibilities;
import io.emstream.family.ChiSquare;
import io.emstream.mixture.CompiledMixture;
import io.emstream.mixture.Model;
import io.emstream.point.Point;
import io.emstream.point.RejectedPointException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Labels a point that is sent here, by the current model, and says why: what the assignments topic would say of it, all its
 * responsibilities, and what each feature adds to its distance from its cluster and from the next most likely one. Nothing is
 * learned from it.
 */
final class AssignRoute implements Route {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ModelHistory history;
    private final PointDecoder decoder;
    private final AssignmentJson labels = new AssignmentJson(ResponsibilityDetail.parse("all"));
    private @Nullable CompiledMixture compiled;

    /**
     * By the models of this history.
     *
     * @param decoder of points as JSON
     */
    AssignRoute(ModelHistory history, PointDecoder decoder) {
        this.history = history;
        this.decoder = decoder;
    }

    @Override
    public synchronized Reply answer(Call call) throws Refusal {
        Model model = ModelRoutes.current(history).model();
        Point point;
        try {
            point = decoder.decode(call.body());
        } catch (RejectedPointException rejected) {
            throw new Refusal(400, rejected.reason() + ": " + rejected.getMessage());
        }
        if (model.features().dimension() != point.dimension()) {
            throw new Refusal(
                    503,
                    "model " + model.version() + " has " + model.features().dimension()
                            + " features, and the settings have " + point.dimension());
        }
        Responsibilities answer = new Responsibilities(compiled(model));
        if (!answer.of(point)) {
            throw new Refusal(
                    400,
                    RejectedPointException.Reason.NOT_FINITE
                            + ": the point is so far from every cluster that its density is no finite number");
        }
        return Reply.json(200, document(model, point, answer));
    }

    private CompiledMixture compiled(Model model) {
        CompiledMixture before = compiled;
        if (before == null || before.mixture() != model.mixture()) {
            before = new CompiledMixture(model.mixture());
            compiled = before;
        }
        return before;
    }

    private ObjectNode document(Model model, Point point, Responsibilities answer) {
        boolean known = answer.observed() > 0;
        double squaredDistance =
                known ? answer.mixture().squaredDistance(point.values(), answer.component()) : Double.NaN;
        double tail = known ? ChiSquare.tail(squaredDistance, answer.observed()) : Double.NaN;
        byte[] label = labels.encode(0, model, answer, tail, known ? Status.OK : Status.NOTHING_OBSERVED);
        ObjectNode document = read(label);
        // The offset is that of a record, and there is none.
        document.remove("offset");
        explain(document, model, point, answer.component());
        int runnerUp = runnerUp(answer, point);
        if (runnerUp >= 0) {
            ObjectNode next = document.putObject("runnerUp");
            next.put("cluster", model.mixture().cluster(runnerUp));
            explain(next, model, point, runnerUp);
        }
        return document;
    }

    /** The most likely component but one, of those that are next to impossible the nearest; −1 if there is only one. */
    private static int runnerUp(Responsibilities answer, Point point) {
        Comparator<Integer> likelier = Comparator.comparingDouble(answer::value);
        return IntStream.range(0, answer.mixture().mixture().size())
                .filter(k -> k != answer.component())
                .boxed()
                .max(likelier.thenComparingDouble(k -> -answer.mixture().squaredDistance(point.values(), k)))
                .orElse(-1);
    }

    /** How far a point is from a component, and by which features. */
    private static void explain(ObjectNode document, Model model, Point point, int component) {
        double[] contributions = model.mixture().component(component).contributions(point.values());
        document.put("distance", Arrays.stream(contributions).sum());
        ObjectNode byFeature = document.putObject("contributions");
        List<String> names = model.features().names();
        for (int j = 0; j < contributions.length; j++) {
            if (!Double.isNaN(point.values()[j])) {
                byFeature.put(names.get(j), contributions[j]);
            }
        }
    }

    private static ObjectNode read(byte[] label) {
        try {
            return (ObjectNode) JSON.readTree(label);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
