package io.emstream.app.plot;

import java.util.List;

/**
 * A colour, more or less opaque.
 *
 * @param rgb red, green and blue, eight bits each
 * @param opacity from 0 to 1
 */
record Paint(int rgb, double opacity) {
    /** Draws nothing. */
    static final Paint NONE = new Paint(0, 0);

    static final Paint PAGE = new Paint(0xffffff, 1);
    static final Paint INK = new Paint(0x1c2330, 1);
    static final Paint SOFT = new Paint(0x5b6675, 1);
    static final Paint FAINT = new Paint(0xc3cad4, 1);
    static final Paint GRID = new Paint(0xeceff3, 1);
    static final Paint ACCENT = new Paint(0x2563c4, 1);

    /** The colours of the first clusters, which are the dashboard's: told apart by most eyes, on light and on dark. */
    static final List<Integer> FIRST =
            List.of(0x3b7dd8, 0xcf7a12, 0x2f9e6e, 0xc2519b, 0xd1495b, 0x7a62d3, 0x1f9bb5, 0x9a7b1c, 0x6b8e23, 0xb5654a);

    private static final double GOLDEN_ANGLE = 137.508;

    /** The colour of a cluster, from its id alone. */
    static Paint ofCluster(long id) {
        if (id >= 1 && id <= FIRST.size()) {
            return new Paint(FIRST.get((int) id - 1), 1);
        }
        return new Paint(ofHue(id * GOLDEN_ANGLE % 360, 0.55, 0.42 + 0.08 * (id % 3)), 1);
    }

    private static int ofHue(double hue, double saturation, double lightness) {
        double reach = saturation * Math.min(lightness, 1 - lightness);
        int rgb = 0;
        for (double offset : new double[] {0, 8, 4}) {
            double k = (offset + hue / 30) % 12;
            double part = lightness - reach * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1));
            rgb = rgb << 8 | (int) Math.round(255 * part);
        }
        return rgb;
    }

    /** The same colour, as opaque as this. */
    Paint at(double other) {
        return new Paint(rgb, other);
    }
}
