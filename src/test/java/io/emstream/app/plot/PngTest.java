package io.emstream.app.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The shapes stand where they should, in their colours; two pixels of the image for each of the picture. */
class PngTest {
    @Test
    void shapesAreWhereTheyShouldBe() throws IOException {
        Shape.Place middle = new Shape.Place(50, 10);
        BufferedImage image = draw(
                Shape.box(10, 0, 10, 10, Paint.ofCluster(1)),
                Shape.box(30, 0, 10, 10, Paint.INK.at(0.5)),
                new Shape.Dots(List.of(middle, new Shape.Place(51, 10)), 4, Paint.ACCENT.at(0.5)),
                new Shape.Line(List.of(new Shape.Place(60, 5), new Shape.Place(80, 5)), Paint.INK, 2),
                new Shape.Clipped(new Box(90, 0, 5, 5), List.of(Shape.box(85, 0, 15, 15, Paint.INK))));
        assertThat(image.getWidth()).isEqualTo(200);
        assertThat(image.getHeight()).isEqualTo(40);
        assertThat(rgb(image, 1, 1)).isEqualTo(0xffffff);
        assertThat(rgb(image, 15, 5)).isEqualTo(0x3b7dd8);
        assertThat(rgb(image, 35, 5)).isEqualTo(half(0x1c2330));
        // No denser where two dots overlap.
        assertThat(rgb(image, 50, 10)).isEqualTo(half(0x2563c4));
        assertThat(rgb(image, 50, 17)).isEqualTo(0xffffff);
        assertThat(rgb(image, 70, 5)).isEqualTo(0x1c2330);
        assertThat(rgb(image, 92, 2)).isEqualTo(0x1c2330);
        assertThat(rgb(image, 92, 7)).isEqualTo(0xffffff);
        assertThat(rgb(image, 97, 2)).isEqualTo(0xffffff);
    }

    @Test
    void textsAreDrawn() throws IOException {
        BufferedImage image = draw(
                Shape.Text.of(2, 15, "MMM", 14, Shape.Anchor.START, Paint.INK),
                new Shape.Text(new Shape.Place(98, 15), "W", 14, Shape.Anchor.END, Paint.INK, true, true, false),
                new Shape.Text(new Shape.Place(60, 18), "MM", 8, Shape.Anchor.START, Paint.INK, false, false, true));
        assertThat(dark(image, 0, 50)).isPositive();
        assertThat(dark(image, 50, 70)).isPositive();
        assertThat(dark(image, 80, 99)).isPositive();
        assertThat(dark(image, 62, 80)).isZero();
    }

    private static long dark(BufferedImage image, int from, int to) {
        return IntStream.range(2 * from, 2 * to)
                .flatMap(x -> IntStream.range(0, image.getHeight()).map(y -> image.getRGB(x, y) & 0xff))
                .filter(blue -> blue < 0x60)
                .count();
    }

    private static int half(int rgb) {
        int half = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int part = rgb >> shift & 0xff;
            half |= (int) Math.round(part * 128 / 255.0 + 127) << shift;
        }
        return half;
    }

    private static int rgb(BufferedImage image, int x, int y) {
        return image.getRGB(2 * x, 2 * y) & 0xffffff;
    }

    private static BufferedImage draw(Shape... shapes) throws IOException {
        byte[] png = Png.of(new Picture(100, 20, "t", List.of(shapes)));
        return ImageIO.read(new ByteArrayInputStream(png));
    }
}
