package io.emstream.app.plot;

/** A part of the page, in pixels. */
record Box(double left, double top, double width, double height) {
    double right() {
        return left + width;
    }

    double bottom() {
        return top + height;
    }

    /** What is left within these margins. */
    Box within(double leftMargin, double topMargin, double rightMargin, double bottomMargin) {
        return new Box(
                left + leftMargin,
                top + topMargin,
                width - leftMargin - rightMargin,
                height - topMargin - bottomMargin);
    }
}
