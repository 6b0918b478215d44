package io.emstream.codec;

import io.emstream.em.RowResponsibilities;
import io.emstream.mixture.Mixture;
import io.emstream.mixture.Model;
import io.emstream.mixture.Noise;

/**
 * Answers to blocks as one line of JSON: the fields of a single label, each an array by row, with {@code null} for rows that are
 * no points.
 *
 * <pre>{@code
 * {"offset":120431,"model":42,"rows":3,"cluster":[7,null,3],"responsibilities":[{"7":0.93,"3":0.068},null,{"3":1.0}],
 *  "outlier":[0.002,null,0.0],"logDensity":[-4.31,null,-3.0],"tail":[0.31,null,0.9],"status":["OK",null,"OK"]}
 * {"offset":120432,"model":0,"rows":2,"cluster":[null,null],"status":["NO_MODEL",null]}
 * }</pre>
 *
 * <p>Where a single label leaves a field out, its place is {@code null}; where all rows would, so is the field.
 */
final class JsonBlockAnswers implements BlockAnswers {
    /** A responsibility: id, digits, colon, comma, quotes. */
    private static final int BYTES_PER_RESPONSIBILITY = 32;
    /** Cluster id, outlier, log-density, tail and status, at their longest. */
    private static final int BYTES_BESIDE = 128;

    private final ResponsibilityDetail detail;
    private final ResponsibilityOrder order;
    private final JsonLine line = new JsonLine();
    private final JsonLine clusters = new JsonLine();
    private final JsonLine responsibilities = new JsonLine();
    private final JsonLine outliers = new JsonLine();
    private final JsonLine logDensities = new JsonLine();
    private final JsonLine tails = new JsonLine();
    private final JsonLine statuses = new JsonLine();
    private double[] values = {};
    private boolean hasTails;
    private boolean hasOutliers;

    JsonBlockAnswers(ResponsibilityDetail detail) {
        this.detail = detail;
        this.order = new ResponsibilityOrder(detail);
    }

    @Override
    public void begin(long offset, Model model, int rows) {
        hasTails = Noise.suits(model.mixture().family());
        hasOutliers = model.mixture().noise() != null;
        values = new double[model.mixture().size()];
        start(offset, model.version(), rows);
    }

    private void start(long offset, long version, int rows) {
        line.clear();
        line.text("{\"offset\":").number(offset).text(",\"model\":").number(version);
        line.text(",\"rows\":").number(rows);
        clusters.clear();
        responsibilities.clear();
        outliers.clear();
        logDensities.clear();
        tails.clear();
        statuses.clear();
    }

    @Override
    public void add(RowResponsibilities answer, double[] tailsOfRows) {
        for (int row = 0; row < answer.size(); row++) {
            if (answer.isAnswered(row)) {
                addRow(answer, row, tailsOfRows[row]);
            } else {
                addNothing();
            }
        }
    }

    private void addRow(RowResponsibilities answer, int row, double tail) {
        Mixture mixture = answer.mixture().mixture();
        boolean isKnown = answer.observed(row) > 0;
        clusters.text(',').number(mixture.cluster(answer.component(row)));
        if (detail.most() > 0) {
            addResponsibilities(answer, row, mixture);
        }
        outliers.text(',').decimal(answer.outlier(row));
        logDensities.text(',').decimal(isKnown ? answer.logDensity(row) : Double.NaN);
        tails.text(',').probability(tail);
        statuses.text(isKnown ? ",\"OK\"" : ",\"NOTHING_OBSERVED\"");
    }

    private void addResponsibilities(RowResponsibilities answer, int row, Mixture mixture) {
        answer.copy(row, values);
        int named = order.rank(values, answer.component(row));
        responsibilities.text(",{");
        for (int i = 0; i < named; i++) {
            responsibilities.text(i == 0 ? "\"" : ",\"").number(mixture.cluster(order.component(i)));
            responsibilities.text("\":").decimal(values[order.component(i)]);
        }
        responsibilities.text('}');
    }

    private void addNothing() {
        clusters.text(",null");
        responsibilities.text(",null");
        outliers.text(",null");
        logDensities.text(",null");
        tails.text(",null");
        statuses.text(",null");
    }

    @Override
    public byte[] end() {
        array("cluster", clusters);
        if (detail.most() > 0) {
            array("responsibilities", responsibilities);
        }
        if (hasOutliers) {
            array("outlier", outliers);
        }
        array("logDensity", logDensities);
        if (hasTails) {
            array("tail", tails);
        }
        array("status", statuses);
        return line.text('}').toBytes();
    }

    /** A field of what was written with a comma before each element. */
    private void array(String name, JsonLine elements) {
        line.text(",\"").text(name).text("\":[").append(elements, 1).text(']');
    }

    @Override
    public byte[] withoutModel(long offset, PointTable block) {
        start(offset, 0, block.rows());
        for (int row = 0; row < block.rows(); row++) {
            clusters.text(",null");
            statuses.text(block.refusal(row) == null ? ",\"NO_MODEL\"" : ",null");
        }
        array("cluster", clusters);
        array("status", statuses);
        return line.text('}').toBytes();
    }

    @Override
    public int bytesPerRow(int components) {
        return BYTES_BESIDE + Math.min(components, detail.most()) * BYTES_PER_RESPONSIBILITY;
    }
}
