package io.emstream.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emstream.Samples;
import io.emstream.family.Families;
import io.emstream.learn.Command;
import io.emstream.learn.Lineage;
import io.emstream.mixture.Model;
import io.emstream.point.Features;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators say can be written by anybody, and read back. */
class CommandJsonTest {
    @Test
    void aCommandLooksAsDocumented() {
        assertThat(json(new Command.Pin()))
                .isEqualTo("{\"schema\":1,\"command\":\"pin\",\"id\":\"7f1c\",\"by\":\"anna@desk\"}");
        assertThat(json(new Command.Reset(new Lineage(42, 12))))
                .isEqualTo("{\"schema\":1,\"command\":\"reset\",\"id\":\"7f1c\",\"by\":\"anna@desk\","
                        + "\"version\":42,\"clusterId\":12}");
        assertThat(json(new Command.Import(model(), 2000, true)))
                .startsWith("{\"schema\":1,\"command\":\"import\",\"id\":\"7f1c\",\"by\":\"anna@desk\","
                        + "\"keepIds\":true,\"effectivePoints\":2000.0,\"model\":{\"schema\":1,\"name\":\"flights\",");
    }

    @Test
    void everyCommandComesBack() {
        for (Command.Action action : List.of(
                new Command.Pin(), new Command.Unpin(), new Command.Reseed(), new Command.Reset(new Lineage(1, 2)))) {
            Command command = new Command("1", "me", action);
            assertThat(CommandJson.decode(CommandJson.encode(command))).isEqualTo(command);
        }
        Command.Rollback rollback = (Command.Rollback) back(new Command.Rollback(model(), 12.5));
        assertThat(rollback.effectivePoints()).isEqualTo(12.5);
        BinarySamples.assertSame(rollback.model(), model());
        Command.Import given = (Command.Import) back(new Command.Import(model(), Command.BY_RULE, false));
        assertThat(given.effectivePoints()).isNaN();
        assertThat(given.keepsIds()).isFalse();
        BinarySamples.assertSame(given.model(), model());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pin | command is not JSON",
                "[] | command is a list, must be a JSON object",
                "{\"command\":\"pin\"} | command.schema is missing, must be a whole number",
                "{\"schema\":2,\"command\":\"pin\"} | command.schema is 2, must be 1 to 1; a newer version of emstream",
                "{\"schema\":1} | command.command is missing, must be a text",
                "{\"schema\":1,\"command\":\"stop\"} | command.command is \"stop\", must be one of pin, unpin, rollback, import,",
                "{\"schema\":1,\"command\":\"rollback\"} | command.model is missing, must be a model as in the models topic",
                "{\"schema\":1,\"command\":\"import\",\"model\":{\"schema\":1}} | command.model.dimension is missing",
                "{\"schema\":1,\"command\":\"reset\",\"version\":-1} | command.version is -1, must be 0 or more",
            })
    void othersAreToldWhatIsWrong(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandJson.decode(json.getBytes(UTF_8)))
                .withMessageStartingWith(message);
    }

    private static String json(Command.Action action) {
        return new String(CommandJson.encode(new Command("7f1c", "anna@desk", action)), UTF_8);
    }

    private static Command.Action back(Command.Action action) {
        return CommandJson.decode(CommandJson.encode(new Command("", "", action)))
                .action();
    }

    private static Model model() {
        return new Model(
                "flights",
                7,
                6,
                1,
                Features.ofDimension(2),
                Samples.mixture(Families.parse("gaussian-full"), 2, 2, new Random(4)),
                List.of(new Model.Cluster(1, 50), new Model.Cluster(3, 50)),
                100,
                100,
                "none",
                -3,
                -4,
                BinarySamples.NEW_YEAR);
    }
}
