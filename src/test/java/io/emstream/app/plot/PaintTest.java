package io.emstream.app.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A cluster has one colour, wherever it is seen. */
class PaintTest {
    @Test
    void theFirstColoursAreTheDashboards() throws IOException {
        String page = Files.readString(Path.of("src/main/resources/io/emstream/app/http/dashboard/colours.js"));
        Matcher list = Pattern.compile("FIRST = \\[(.*?)]", Pattern.DOTALL).matcher(page);
        assertThat(list.find()).isTrue();
        assertThat(Pattern.compile("#([0-9a-f]{6})")
                        .matcher(list.group(1))
                        .results()
                        .map(colour -> Integer.parseInt(colour.group(1), 16)))
                .isEqualTo(Paint.FIRST);
    }

    @Test
    void everyClusterHasAColourOfItsOwn() {
        assertThat(LongStream.rangeClosed(1, 60)
                        .mapToObj(id -> Paint.ofCluster(id).rgb()))
                .doesNotHaveDuplicates()
                .allMatch(rgb -> rgb > 0 && rgb < 0xffffff);
        // hsl(72.588, 55%, 58%), as a browser has it.
        assertThat(Paint.ofCluster(11).rgb()).isEqualTo(0xb6cf59);
    }
}
