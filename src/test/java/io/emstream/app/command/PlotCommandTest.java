package io.emstream.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.emstream.codec.ModelJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Pictures of models that were fitted to files; those of the documents among them. */
class PlotCommandTest {
    private static final String FAITHFUL = "src/test/resources/faithful/faithful.csv";
    private static final String DIGITS = "src/test/resources/digits/digits-binary.csv";
    private static final Path IMAGES = Path.of("src/site/resources/images");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    @TempDir
    private Path directory;

    @Test
    void thePicturesOfTheDocumentsAreWhatTheirCommandsDraw() throws Exception {
        fit(FAITHFUL, "faithful.json", "--clusters", "2");
        plot("faithful.svg", "faithful.json", "--data", FAITHFUL);
        fit(DIGITS, "digits.json", "--columns", "p00..p77", "--family", "bernoulli", "--clusters", "10");
        plot("digits.svg", "digits.json");
        for (String name : List.of("faithful.svg", "digits.svg")) {
            List<Element> drawn = elements(directory.resolve(name));
            List<Element> kept = elements(IMAGES.resolve(name));
            assertThat(drawn).hasSameSizeAs(kept);
            for (int i = 0; i < drawn.size(); i++) {
                assertAlike(drawn.get(i), kept.get(i));
            }
        }
    }

    /** Machines differ in the last digits; nobody sees half a pixel. */
    private static void assertAlike(Element drawn, Element kept) {
        assertThat(drawn.getTagName()).isEqualTo(kept.getTagName());
        if (drawn.getTagName().equals("text")) {
            assertThat(drawn.getTextContent()).isEqualTo(kept.getTextContent());
        }
        assertThat(drawn.getAttribute("fill")).isEqualTo(kept.getAttribute("fill"));
        assertThat(drawn.getAttribute("stroke")).isEqualTo(kept.getAttribute("stroke"));
        assertThat(numbers(drawn))
                .usingElementComparator((one, other) -> Math.abs(one - other) <= 0.5 ? 0 : Double.compare(one, other))
                .isEqualTo(numbers(kept));
    }

    private static List<Double> numbers(Element element) {
        return NUMBER.matcher(element.getAttribute("d"))
                .results()
                .map(number -> Double.valueOf(number.group()))
                .toList();
    }

    @Test
    void bothFormatsAndTwoModelsAreDrawn() throws Exception {
        fit(FAITHFUL, "two.json", "--clusters", "2");
        fit(FAITHFUL, "three.json", "--clusters", "3");
        plot("pair.svg", "two.json", directory.resolve("three.json").toString(), "--data", FAITHFUL);
        assertThat(texts("pair.svg"))
                .contains("faithful, version 1: 2 clusters of 272 points")
                .contains("faithful, version 1: 3 clusters of 272 points")
                .contains("eruptions", "waiting");
        plot("two.png", "two.json", "--axes", "principal", "--title", "Old <Faithful>");
        assertThat(Files.readAllBytes(directory.resolve("two.png"))).startsWith(0x89, 'P', 'N', 'G');
        plot("titled.svg", "two.json", "--axes", "waiting,eruptions", "--title", "Old <Faithful>");
        assertThat(texts("titled.svg")).contains("Old <Faithful>");
    }

    @Test
    void oneFeatureIsDrawnAsDensities() throws Exception {
        fit(FAITHFUL, "one.json", "--columns", "waiting", "--clusters", "2");
        plot("one.svg", "one.json", "--data", FAITHFUL);
        assertThat(texts("one.svg")).contains("density", "waiting").anyMatch(text -> text.matches("[12] · 64%"));
    }

    @Test
    void theLikelihoodIsDrawnOverTheVersionsOfAFile() throws Exception {
        fit(FAITHFUL, "model.json", "--clusters", "2");
        String model = new String(
                ModelJson.encode(ModelJson.decode(Files.readAllBytes(directory.resolve("model.json")))), UTF_8);
        List<String> lines = new ArrayList<>();
        for (int version = 1; version <= 30; version++) {
            lines.add(model.replace("\"version\":1,", "\"version\":" + version + ",")
                    .replaceFirst(
                            "\"prequentialMeanLogLikelihood\":[^,}]*",
                            String.format(
                                    Locale.ROOT, "\"prequentialMeanLogLikelihood\":%.3f", -5 + Math.log(version))));
        }
        Path history = Files.write(directory.resolve("history.jsonl"), lines);
        Path out = directory.resolve("history.svg");
        Console drawn = Console.run("plot", "likelihood", history.toString(), "--out", out.toString());
        assertThat(drawn.status()).as(drawn.err()).isZero();
        assertThat(texts("history.svg")).contains("2 clusters", "version of the model", "-4", "30");

        Files.writeString(history, lines.get(0) + "\n{}\n");
        assertThat(Console.run("plot", "likelihood", history.toString(), "--out", out.toString())
                        .err())
                .startsWith("emstream: " + history + ":2 is no model: ");
        Files.writeString(history, lines.get(0));
        assertThat(Console.run("plot", "likelihood", history.toString(), "--out", out.toString())
                        .err())
                .isEqualTo("emstream: There are 1 versions to draw a line through, must be 2 or more.\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--out p.gif | 2 | --out = p.gif, must end in .svg or .png",
                "--out p.svg --axes eruptions | 2 | --axes = eruptions, must be two features, or principal",
                "--out p.svg --axes eruptions,x | 2 | there is no feature x; there are eruptions, waiting",
                "--out p.svg --data nowhere.csv | 1 | nowhere.csv cannot be read: there is no such file in ",
                "--out p.svg --data src/test/resources/iris/iris.csv | 1 | iris.csv has",
                "--out nowhere/p.svg | 1 | The picture cannot be written to nowhere/p.svg",
            })
    void whatIsWrongIsASentence(String options, int status, String complaint) {
        fit(FAITHFUL, "two.json", "--clusters", "2");
        List<String> words = new ArrayList<>(
                List.of("plot", "model", directory.resolve("two.json").toString()));
        words.addAll(List.of(options.split(" ")));
        Console console = Console.run(words.toArray(String[]::new));
        assertThat(console.status()).as(console.err()).isEqualTo(status);
        assertThat(console.err()).startsWith("emstream: ").contains(complaint);
    }

    private void fit(String data, String model, String... options) {
        List<String> words = new ArrayList<>(
                List.of("fit", data, "--model", directory.resolve(model).toString()));
        words.addAll(List.of(options));
        Console fitted = Console.run(words.toArray(String[]::new));
        assertThat(fitted.status()).as(fitted.err()).isZero();
    }

    private void plot(String picture, String model, String... options) {
        List<String> words = new ArrayList<>(List.of(
                "plot",
                "model",
                directory.resolve(model).toString(),
                "--out",
                directory.resolve(picture).toString()));
        words.addAll(List.of(options));
        Console drawn = Console.run(words.toArray(String[]::new));
        assertThat(drawn.status()).as(drawn.err()).isZero();
        assertThat(drawn.err()).isEmpty();
    }

    private List<String> texts(String picture) throws Exception {
        return elements(directory.resolve(picture)).stream()
                .filter(element -> element.getTagName().equals("text"))
                .map(Element::getTextContent)
                .toList();
    }

    private static List<Element> elements(Path svg) throws Exception {
        NodeList all = parse(svg).getElementsByTagName("*");
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            elements.add((Element) all.item(i));
        }
        return elements;
    }

    private static Element parse(Path svg) throws Exception {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(Files.readAllBytes(svg)))
                    .getDocumentElement();
        } catch (IOException unreadable) {
            throw new AssertionError(svg + " is missing: draw it with the command in the README", unreadable);
        }
    }
}
