package io.emstream.app.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures as PNG, by Java2D without a screen. Nothing else loads {@code java.desktop}. */
public final class Png {
    /** Pixels of the image for each of the picture's: for screens as they are now. */
    private static final int DENSITY = 2;

    private static final double HALO = 3;

    private final Graphics2D to;

    private Png(Graphics2D to) {
        this.to = to;
    }

    /**
     * The file.
     *
     * @throws IllegalStateException if the machine has no fonts to write with
     */
    public static byte[] of(Picture picture) {
        System.setProperty("java.awt.headless", "true");
        // Files beside the image would serve nothing.
        ImageIO.setUseCache(false);
        BufferedImage image =
                new BufferedImage(picture.width() * DENSITY, picture.height() * DENSITY, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.scale(DENSITY, DENSITY);
        Png png = new Png(graphics);
        try {
            png.draw(Shape.box(0, 0, picture.width(), picture.height(), Paint.PAGE));
            picture.shapes().forEach(png::draw);
        } catch (InternalError | NoClassDefFoundError | NullPointerException noFonts) {
            throw new IllegalStateException("Java finds no fonts on this machine", noFonts);
        } finally {
            graphics.dispose();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private void draw(Shape shape) {
        if (shape instanceof Shape.Line line) {
            path(path(line.places(), false), Paint.NONE, line.stroke(), line.width());
        } else if (shape instanceof Shape.Area area) {
            path(path(area.places(), true), area.fill(), area.stroke(), area.width());
        } else if (shape instanceof Shape.Dots dots) {
            dots(dots);
        } else if (shape instanceof Shape.Text words) {
            words(words);
        } else if (shape instanceof Shape.Clipped clipped) {
            java.awt.Shape before = to.getClip();
            Box box = clipped.box();
            to.clip(new Rectangle2D.Double(box.left(), box.top(), box.width(), box.height()));
            clipped.shapes().forEach(this::draw);
            to.setClip(before);
        }
    }

    private static Path2D path(List<Shape.Place> places, boolean isClosed) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < places.size(); i++) {
            Shape.Place place = places.get(i);
            if (i == 0) {
                path.moveTo(place.x(), place.y());
            } else {
                path.lineTo(place.x(), place.y());
            }
        }
        if (isClosed) {
            path.closePath();
        }
        return path;
    }

    private void path(Path2D path, Paint fill, Paint stroke, double width) {
        if (fill.opacity() > 0) {
            to.setColor(colour(fill));
            to.fill(path);
        }
        if (stroke.opacity() > 0) {
            to.setColor(colour(stroke));
            to.setStroke(new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
            to.draw(path);
        }
    }

    private void dots(Shape.Dots dots) {
        double r = dots.radius();
        Path2D all = new Path2D.Double(Path2D.WIND_NON_ZERO);
        for (Shape.Place place : dots.places()) {
            all.append(new Ellipse2D.Double(place.x() - r, place.y() - r, 2 * r, 2 * r), false);
        }
        path(all, dots.fill(), Paint.NONE, 0);
    }

    private void words(Shape.Text words) {
        if (words.words().isEmpty()) {
            return;
        }
        Font font =
                new Font(Font.SANS_SERIF, words.isBold() ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) words.size());
        TextLayout layout = new TextLayout(words.words(), font, to.getFontRenderContext());
        double length = layout.getAdvance();
        double back = switch (words.anchor()) {
            case START -> 0;
            case MIDDLE -> length / 2;
            case END -> length;
        };
        AffineTransform place =
                AffineTransform.getTranslateInstance(words.at().x(), words.at().y());
        if (words.isUpward()) {
            place.rotate(-Math.PI / 2);
        }
        place.translate(-back, 0);
        java.awt.Shape outline = layout.getOutline(place);
        if (words.hasHalo()) {
            to.setColor(colour(Paint.PAGE));
            to.setStroke(new BasicStroke((float) HALO, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            to.draw(outline);
        }
        to.setColor(colour(words.fill()));
        to.fill(outline);
    }

    private static Color colour(Paint paint) {
        int alpha = (int) Math.round(255 * Math.min(1, Math.max(0, paint.opacity())));
        return new Color(paint.rgb() >> 16 & 0xff, paint.rgb() >> 8 & 0xff, paint.rgb() & 0xff, alpha);
    }
}
