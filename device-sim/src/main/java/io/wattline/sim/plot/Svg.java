package io.wattline.sim.plot;

import static java.lang.String.format;

import io.wattline.sim.plot.Series.Point;
import java.util.Locale;

/// Draws panels into one SVG document.
final class Svg {

    private static final double LEFT = 52;
    private static final double RIGHT = 14;
    private static final double TOP = 42;
    private static final double BOTTOM = 42;
    private static final double LEGEND_STEP = 16;

    private final StringBuilder out = new StringBuilder();

    Svg(int width, int height) {
        add(format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
                        + "font-family=\"sans-serif\" font-size=\"12\">",
                width,
                height,
                width,
                height));
        add("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
    }

    String finish() {
        return out + "</svg>\n";
    }

    /// Draws a panel with its upper left corner at (left, top).
    void draw(Panel panel, double left, double top, double width, double height) {
        Frame frame = new Frame(panel, left + LEFT, top + TOP, width - LEFT - RIGHT, height - TOP - BOTTOM);
        text(frame.left, top + 18, "start", "bold", panel.title());
        horizontalAxis(frame);
        verticalAxis(frame);
        double legend = switch (panel.legend()) {
            case TOP_RIGHT -> frame.top + LEGEND_STEP;
            case BOTTOM_RIGHT -> frame.top + frame.height - LEGEND_STEP * named(panel) + 6;
        };
        for (Series series : panel.series()) {
            switch (series.style()) {
                case LINE -> line(frame, series);
                case DOTS -> dots(frame, series);
            }
            if (!series.name().isEmpty()) {
                legend(frame, legend, series);
                legend += LEGEND_STEP;
            }
        }
    }

    private static long named(Panel panel) {
        return panel.series().stream()
                .filter(series -> !series.name().isEmpty())
                .count();
    }

    private void legend(Frame frame, double y, Series series) {
        add(format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\" fill=\"%s\">%s</text>",
                frame.left + frame.width - 8,
                y,
                series.colour(),
                escaped(series.name())));
    }

    private void horizontalAxis(Frame frame) {
        Axis axis = frame.panel.x();
        double bottom = frame.top + frame.height;
        for (double mark = axis.min(); mark <= axis.max() + 1e-9; mark += axis.step()) {
            segment(frame.x(mark), frame.top, frame.x(mark), bottom, "#e4e4e4");
            text(frame.x(mark), bottom + 16, "middle", "normal", number(mark));
        }
        segment(frame.left, bottom, frame.left + frame.width, bottom, "#444");
        text(frame.left + frame.width / 2, bottom + 34, "middle", "normal", axis.label());
    }

    private void verticalAxis(Frame frame) {
        Axis axis = frame.panel.y();
        for (double mark = axis.min(); mark <= axis.max() + 1e-9; mark += axis.step()) {
            segment(frame.left, frame.y(mark), frame.left + frame.width, frame.y(mark), "#e4e4e4");
            text(frame.left - 6, frame.y(mark) + 4, "end", "normal", number(mark));
        }
        segment(frame.left, frame.top, frame.left, frame.top + frame.height, "#444");
        text(frame.left, frame.top - 4, "start", "normal", axis.label());
    }

    private void line(Frame frame, Series series) {
        StringBuilder points = new StringBuilder();
        for (Point point : series.points()) {
            points.append(format(Locale.ROOT, "%.1f,%.1f ", frame.x(point.x()), frame.y(point.y())));
        }
        add(format(
                Locale.ROOT,
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>",
                series.colour(),
                points.toString().strip()));
    }

    private void dots(Frame frame, Series series) {
        for (Point point : series.points()) {
            add(format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2\" fill=\"%s\"/>",
                    frame.x(point.x()),
                    frame.y(point.y()),
                    series.colour()));
        }
    }

    private void segment(double x1, double y1, double x2, double y2, String colour) {
        add(format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
                x1,
                y1,
                x2,
                y2,
                colour));
    }

    private void text(double x, double y, String anchor, String weight, String text) {
        add(format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-weight=\"%s\">%s</text>",
                x,
                y,
                anchor,
                weight,
                escaped(text)));
    }

    private void add(String element) {
        out.append(element).append('\n');
    }

    private static String number(double mark) {
        return mark == Math.rint(mark) ? format(Locale.ROOT, "%,d", (long) mark) : format(Locale.ROOT, "%.1f", mark);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    /// Where the values of a panel come to lie.
    private record Frame(Panel panel, double left, double top, double width, double height) {

        double x(double value) {
            return left + width * panel.x().place(value);
        }

        double y(double value) {
            return top + height * (1 - panel.y().place(value));
        }
    }
}
