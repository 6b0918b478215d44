package io.emstream.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.emstream.Csv;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Streams are the same here and in NumPy. */
class DrawnStreamsTest {
    @Test
    void theFirstPointsAreThoseOfTheOtherProgram() {
        Map<String, QualityStream> streams = new HashMap<>();
        for (String[] row : Csv.rows("/quality/first-points.csv")) {
            QualityStream stream = streams.computeIfAbsent(row[0], DrawnStreams::read);
            double value = stream.at(Integer.parseInt(row[1])).point().values()[Integer.parseInt(row[2])];
            assertThat(value)
                    .as("%s, point %s, coordinate %s", row[0], row[1], row[2])
                    .isCloseTo(Double.parseDouble(row[3]), within(1e-9));
        }
        assertThat(streams).hasSizeGreaterThan(90);
    }

    @Test
    void theTrueLabelsHaveTheIndexThatTheOtherProgramMeasured() {
        for (String[] row : Csv.rows("/quality/streams.csv")) {
            if (List.of("S2001", "S2027", "D2-2101").contains(row[0])) {
                QualityStream stream = DrawnStreams.read(row[0]);
                Contingency labels = new Contingency();
                boolean turns = row[0].startsWith("D2");
                int fifth = stream.size() / 5;
                for (int i = 0; i < (turns ? fifth : QualityStream.HELD_OUT); i++) {
                    QualityStream.Drawn drawn = turns ? stream.at(stream.size() - fifth + i) : stream.heldOut(i);
                    labels.add(drawn.bayesLabel(), drawn.component());
                }
                assertThat(labels.adjustedRand()).as(row[0]).isCloseTo(Double.parseDouble(row[5]), within(1e-5));
            }
        }
    }

    @Test
    void aStreamChangesWhereItSaysSo() {
        QualityStream jump = DrawnStreams.read("D1-2101");
        assertThat(jump.change()).isEqualTo(jump.size() / 2);
        assertThat(jump.at(jump.change()).truth())
                .isNotSameAs(jump.at(jump.change() - 1).truth());
        QualityStream birth = DrawnStreams.read("D3-2101");
        assertThat(birth.at(0).truth().weight(4)).isZero();
        assertThat(birth.at(birth.size() - 1).truth().weight(0)).isZero();
    }
}
