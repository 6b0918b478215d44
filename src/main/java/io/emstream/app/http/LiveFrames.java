package io.emstream.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emstream.app.processing.PartitionShare;
import io.emstream.codec.Assignment.Status;
import io.emstream.point.RejectedPointException.Reason;
import io.emstream.streams.LabelSample;
import io.emstream.streams.StreamCounts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of {@code /live}: server-sent events (WHATWG HTML, 9.2), each with one line of JSON.
 *
 * <pre>{@code
 * event: tick       twice a second: {"at":ms,"health":{…},"labels":{"OK":9,…},"deadLetters":{"NOT_A_POINT":1,…},"late":0,
 *                   "lag":12,"drift":0.3,"learner":true,"partitions":{"own":2,"all":4},"points":[[model,cluster,responsibility,partition,offset,[x,…]],…]}
 * event: model      a new version, as it stands in its topic; one that is large as {"version":42} only
 * event: event      what happened to the model, as it stands in its topic
 * }</pre>
 */
final class LiveFrames {
    /** A larger model is fetched by whoever wants it, as often as it wants. */
    static final int LARGE_MODEL = 256 << 10;

    private LiveFrames() {}

    /** What is new of a model. */
    static byte[] model(long version, byte[] json) {
        return json.length <= LARGE_MODEL
                ? frame("model", json)
                : frame("model", ("{\"version\":" + version + "}").getBytes(UTF_8));
    }

    /** What happened to it. */
    static byte[] event(byte[] json) {
        return frame("event", json);
    }

    /**
     * How things stand.
     *
     * @param at epoch milliseconds
     * @param counts of the processor; {@code null} before there is one
     * @param share which part of the points it processes
     * @param lag how many records lie before the reader that is farthest behind; {@code NaN} if nobody knows
     */
    static byte[] tick(long at, Health health, @Nullable StreamCounts counts, PartitionShare share, double lag) {
        ObjectNode tick = JsonNodeFactory.instance.objectNode();
        tick.put("at", at);
        tick.set("health", health.both());
        if (counts != null) {
            counted(counts, tick);
            tick.putObject("partitions").put("own", share.own()).put("all", share.all());
            number(tick, "lag", lag);
            points(counts.sample().take(), tick.putArray("points"));
        }
        return frame("tick", tick.toString().getBytes(UTF_8));
    }

    private static void counted(StreamCounts counts, ObjectNode tick) {
        ObjectNode labels = tick.putObject("labels");
        for (Status status : Status.values()) {
            labels.put(status.name(), counts.labels(status));
        }
        ObjectNode letters = tick.putObject("deadLetters");
        for (Reason reason : Reason.values()) {
            letters.put(reason.name(), counts.deadLetters(reason));
        }
        tick.put("late", counts.late());
        tick.put("learner", counts.hasLearner());
        number(tick, "drift", counts.drift());
    }

    private static void points(List<LabelSample.Labelled> sample, ArrayNode points) {
        for (LabelSample.Labelled each : sample) {
            ArrayNode point = points.addArray();
            point.add(each.model()).add(each.cluster());
            point.add(Math.round(each.responsibility() * 1e4) / 1e4);
            point.add(each.partition()).add(each.offset());
            ArrayNode values = point.addArray();
            for (double value : each.values()) {
                if (Double.isFinite(value)) {
                    values.add(value);
                } else {
                    values.addNull();
                }
            }
        }
    }

    private static void number(ObjectNode into, String name, double value) {
        if (Double.isFinite(value)) {
            into.put(name, value);
        } else {
            into.putNull(name);
        }
    }

    /** Line ends part events, and mean nothing in JSON. */
    private static byte[] frame(String event, byte[] json) {
        byte[] head = ("event: " + event + "\ndata: ").getBytes(UTF_8);
        byte[] frame = new byte[head.length + json.length + 2];
        System.arraycopy(head, 0, frame, 0, head.length);
        for (int i = 0; i < json.length; i++) {
            frame[head.length + i] = json[i] == '\n' || json[i] == '\r' ? (byte) ' ' : json[i];
        }
        frame[frame.length - 2] = '\n';
        frame[frame.length - 1] = '\n';
        return frame;
    }
}
