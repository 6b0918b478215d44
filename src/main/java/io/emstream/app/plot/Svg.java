package io.emstream.app.plot;

import java.util.List;
import java.util.Locale;

/** Pictures as SVG 1.1: no scripts, no styles, no references to anything outside. */
public final class Svg {
    private final StringBuilder text = new StringBuilder(1 << 14);
    private int clips;

    private Svg() {}

    /** The document. */
    public static String of(Picture picture) {
        Svg svg = new Svg();
        svg.text.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\""
                        + " role=\"img\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\">%n",
                picture.width(),
                picture.height()));
        svg.text.append("<title>").append(escaped(picture.title())).append("</title>\n");
        svg.write(Shape.box(0, 0, picture.width(), picture.height(), Paint.PAGE));
        picture.shapes().forEach(svg::write);
        return svg.text.append("</svg>\n").toString().replace(System.lineSeparator(), "\n");
    }

    private void write(Shape shape) {
        if (shape instanceof Shape.Line line) {
            path(line.places(), false, Paint.NONE, line.stroke(), line.width());
        } else if (shape instanceof Shape.Area area) {
            path(area.places(), true, area.fill(), area.stroke(), area.width());
        } else if (shape instanceof Shape.Dots dots) {
            dots(dots);
        } else if (shape instanceof Shape.Text words) {
            words(words);
        } else if (shape instanceof Shape.Clipped clipped) {
            clipped(clipped);
        }
    }

    private void path(List<Shape.Place> places, boolean isClosed, Paint fill, Paint stroke, double width) {
        text.append("<path d=\"");
        for (int i = 0; i < places.size(); i++) {
            text.append(i == 0 ? "M" : i == 1 ? "L" : " ");
            place(places.get(i));
        }
        text.append(isClosed ? "Z\"" : "\"");
        paint("fill", fill);
        if (stroke.opacity() > 0) {
            paint("stroke", stroke);
            text.append(" stroke-width=\"").append(number(width)).append("\" stroke-linejoin=\"round\"");
        }
        text.append("/>\n");
    }

    /** Lines of no length with round ends: one path for all, so that thousands of dots stay a small file. */
    private void dots(Shape.Dots dots) {
        text.append("<path d=\"");
        for (Shape.Place place : dots.places()) {
            text.append('M');
            place(place);
            text.append("h0");
        }
        text.append("\" fill=\"none\" stroke-linecap=\"round\" stroke-width=\"")
                .append(number(2 * dots.radius()))
                .append('"');
        paint("stroke", dots.fill());
        text.append("/>\n");
    }

    private void words(Shape.Text words) {
        text.append("<text x=\"")
                .append(number(words.at().x()))
                .append("\" y=\"")
                .append(number(words.at().y()));
        text.append("\" font-size=\"").append(number(words.size())).append('"');
        if (words.anchor() != Shape.Anchor.START) {
            text.append(" text-anchor=\"")
                    .append(words.anchor() == Shape.Anchor.MIDDLE ? "middle" : "end")
                    .append('"');
        }
        text.append(words.isBold() ? " font-weight=\"600\"" : "");
        if (words.hasHalo()) {
            text.append(" stroke=\"").append(hex(Paint.PAGE)).append("\" stroke-width=\"3\" stroke-linejoin=\"round\"");
            text.append(" paint-order=\"stroke\"");
        }
        if (words.isUpward()) {
            text.append(" transform=\"rotate(-90 ")
                    .append(number(words.at().x()))
                    .append(' ')
                    .append(number(words.at().y()))
                    .append(")\"");
        }
        paint("fill", words.fill());
        text.append('>').append(escaped(words.words())).append("</text>\n");
    }

    private void clipped(Shape.Clipped clipped) {
        String id = "clip" + ++clips;
        Box box = clipped.box();
        text.append("<clipPath id=\"").append(id).append("\"><rect x=\"").append(number(box.left()));
        text.append("\" y=\"").append(number(box.top())).append("\" width=\"").append(number(box.width()));
        text.append("\" height=\"").append(number(box.height())).append("\"/></clipPath>\n");
        text.append("<g clip-path=\"url(#").append(id).append(")\">\n");
        clipped.shapes().forEach(this::write);
        text.append("</g>\n");
    }

    private void paint(String what, Paint paint) {
        text.append(' ').append(what).append("=\"");
        if (paint.opacity() <= 0) {
            text.append("none\"");
            return;
        }
        text.append(hex(paint)).append('"');
        if (paint.opacity() < 1) {
            text.append(' ')
                    .append(what)
                    .append("-opacity=\"")
                    .append(number(paint.opacity()))
                    .append('"');
        }
    }

    private void place(Shape.Place place) {
        text.append(number(place.x())).append(' ').append(number(place.y()));
    }

    private static String hex(Paint paint) {
        return String.format(Locale.ROOT, "#%06x", paint.rgb());
    }

    /** Two digits behind the point at most, which is finer than any screen. */
    static String number(double value) {
        double rounded = Math.rint(value * 100) / 100;
        if (rounded == Math.rint(rounded)) {
            return Long.toString((long) rounded);
        }
        String digits = String.format(Locale.ROOT, "%.2f", rounded);
        return digits.endsWith("0") ? digits.substring(0, digits.length() - 1) : digits;
    }

    /** Text of others within the document: characters that XML has no place for become question marks. */
    static String escaped(String words) {
        StringBuilder safe = new StringBuilder(words.length());
        words.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                default -> {
                    boolean isText = !Character.isISOControl(c)
                            && c != 0xfffe
                            && c != 0xffff
                            && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
                    safe.appendCodePoint(isText ? c : '?');
                }
            }
        });
        return safe.toString();
    }
}
