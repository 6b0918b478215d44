package io.emstream.app.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines as text. */
class LinePrinterTest {
    private static final List<String> COLUMNS = List.of("offset", "key", "cluster", "message");

    @Test
    void aTableIsAlignedAndLeavesOutWhatIsEmpty() {
        LinePrinter table = LinePrinter.table(COLUMNS, null);
        assertThat(table.print(List.of(line("7", "", "3", "all\tright"), line("12345678", "", "12", ""))))
                .isEqualTo("""
                          offset  cluster  message
                               7        3  all?right
                        12345678       12 \s
                        """);
        assertThat(table.print(List.of())).isEmpty();
        assertThat(table.print(List.of(line("9", "k", "123456789", "x")))).isEqualTo("""
                               9  123456789  x
                        """);
    }

    @Test
    void aTableIsCutAtTheWidthOfTheTerminal() {
        assertThat(LinePrinter.table(COLUMNS, 12).print(List.of(line("7", "k", "3", "a long message"))))
                .isEqualTo("""
                        offset  key…
                             7    k…
                        """);
    }

    @Test
    void commaSeparatedValuesAreQuotedWhereTheyMust() {
        LinePrinter csv = LinePrinter.csv(COLUMNS);
        assertThat(csv.print(List.of(line("7", "a \"b\"", "3", "x, y")))).isEqualTo("""
                        offset,key,cluster,message
                        7,"a ""b""\",3,"x, y"
                        """);
        assertThat(csv.print(List.of(line("8", "", "", "")))).isEqualTo("8,,,\n");
    }

    @Test
    void jsonIsALineForEach() {
        assertThat(LinePrinter.json().print(List.of(line("7", "", "", ""), line("8", "", "", ""))))
                .isEqualTo("{\"offset\":7}\n{\"offset\":8}\n");
    }

    private static Line line(String offset, String key, String cluster, String message) {
        return new Line(List.of(offset, key, cluster, message), "{\"offset\":" + offset + "}");
    }
}
