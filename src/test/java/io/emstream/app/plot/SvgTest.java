package io.emstream.app.plot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** What is drawn is a sound document, whatever its texts are. */
class SvgTest {
    @Test
    void textsOfOthersStayTexts() throws Exception {
        String evil = "</text><script>alert(1)</script>&\"'\u0000\ud800 ü 😀";
        Document document = parse(Svg.of(
                new Picture(10, 10, evil, List.of(Shape.Text.of(1, 2, evil, 12, Shape.Anchor.MIDDLE, Paint.INK)))));
        String safe = "</text><script>alert(1)</script>&\"'?? ü 😀";
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo(safe);
        assertThat(document.getElementsByTagName("text").item(0).getTextContent())
                .isEqualTo(safe);
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void everyShapeIsAnElement() {
        Shape.Place a = new Shape.Place(0, 1.256);
        Shape.Place b = new Shape.Place(-3.1, 20);
        String svg = Svg.of(new Picture(
                30,
                20,
                "t",
                List.of(
                        new Shape.Line(List.of(a, b), Paint.INK, 1.5),
                        new Shape.Area(List.of(a, b, a), Paint.NONE, Paint.ACCENT.at(0.5), 2),
                        new Shape.Dots(List.of(a, b), 2, Paint.ofCluster(1).at(0.25)),
                        new Shape.Clipped(new Box(1, 2, 3, 4), List.of(Shape.box(0, 0, 1, 1, Paint.GRID))))));
        assertThat(svg.lines().skip(3).toList())
                .containsExactly(
                        "<path d=\"M0 1.26L-3.1 20\" fill=\"none\" stroke=\"#1c2330\" stroke-width=\"1.5\""
                                + " stroke-linejoin=\"round\"/>",
                        "<path d=\"M0 1.26L-3.1 20 0 1.26Z\" fill=\"none\" stroke=\"#2563c4\" stroke-opacity=\"0.5\""
                                + " stroke-width=\"2\" stroke-linejoin=\"round\"/>",
                        "<path d=\"M0 1.26h0M-3.1 20h0\" fill=\"none\" stroke-linecap=\"round\" stroke-width=\"4\""
                                + " stroke=\"#3b7dd8\" stroke-opacity=\"0.25\"/>",
                        "<clipPath id=\"clip1\"><rect x=\"1\" y=\"2\" width=\"3\" height=\"4\"/></clipPath>",
                        "<g clip-path=\"url(#clip1)\">",
                        "<path d=\"M0 0L1 0 1 1 0 1Z\" fill=\"#eceff3\"/>",
                        "</g>",
                        "</svg>");
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
    }
}
