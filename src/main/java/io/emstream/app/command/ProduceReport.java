package io.emstream.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emstream.app.produce.Production;

/** What was written, for programs. */
final class ProduceReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProduceReport() {}

    /** One object in a line. */
    static String line(Production.Outcome outcome, double seconds) {
        ObjectNode line = JSON.createObjectNode();
        line.put("rows", outcome.rows());
        line.put("written", outcome.written());
        line.put("records", outcome.records());
        line.put("already", outcome.already());
        line.put(
                "bad",
                outcome.bad().values().stream().mapToLong(Long::longValue).sum());
        line.put("seconds", seconds);
        line.put("rowsPerSecond", seconds > 0 ? outcome.written() / seconds : 0);
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
