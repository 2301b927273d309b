// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.scale;

import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/// Lines over a day, one picture below the other, as SVG.
final class Plot {
    private static final int WIDTH = 900, HEIGHT = 220, LEFT = 60, TOP = 30, GAP = 70;

    /// @param at its value at each second
    record Line(String name, String colour, IntToDoubleFunction at) {}

    private final StringBuilder svg = new StringBuilder();
    private int top = TOP;

    /// @param from the first second, and `to` the last one
    Plot picture(String title, int from, int to, List<Line> lines) {
        double most = 0;
        for (Line line : lines)
            for (int t = from; t < to; t++) most = Math.max(most, line.at.applyAsDouble(t));
        most = round(most);
        text(LEFT, top - 10, "start", title);
        grid(from, to, most);
        int legend = LEFT + WIDTH;
        for (Line line : lines.reversed()) {
            add(line, from, to, most);
            String name = "<tspan fill='" + line.colour + "'>" + line.name + "</tspan>";
            text(legend, top - 10, "end", name);
            legend -= 14 + 7 * line.name.length();
        }
        top += HEIGHT + GAP;
        return this;
    }

    private void grid(int from, int to, double most) {
        for (int i = 0; i <= 4; i++) {
            double y = top + HEIGHT - HEIGHT * i / 4.0;
            path(LEFT, y, "h" + WIDTH);
            text(LEFT - 6, y + 4, "end", number(most * i / 4));
        }
        int hours = (to - from) / 3600, every = hours > 12 ? 3 : 1;
        for (int hour = 0; hour <= hours; hour += every) {
            double x = LEFT + WIDTH * hour * 3600.0 / (to - from);
            path(x, top, "v" + HEIGHT);
            int clock = (12 + from / 3600 + hour) % 24;
            text(x, top + HEIGHT + 16, "middle", clock + ":00");
        }
    }

    private void add(Line line, int from, int to, double most) {
        svg.append("<polyline fill='none' stroke-width='1.5' stroke='");
        svg.append(line.colour).append("' points='");
        for (int t = from; t < to; t += (to - from) / WIDTH) {
            double x = LEFT + (double) WIDTH * (t - from) / (to - from);
            double y = top + HEIGHT - HEIGHT * line.at.applyAsDouble(t) / most;
            svg.append(tenths(x)).append(',').append(tenths(y)).append(' ');
        }
        svg.append("'/>\n");
    }

    /// To 1, 2, 4, 6 or 8 of its power of ten, upwards.
    private static double round(double most) {
        double ten = Math.pow(10, Math.floor(Math.log10(most)));
        for (int times : new int[] {1, 2, 4, 6, 8, 10}) if (most <= times * ten) return times * ten;
        throw new IllegalArgumentException(most + " is no number above 0");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String tenths(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private void path(double x, double y, String line) {
        svg.append("<path stroke='#ddd' d='M").append(tenths(x)).append(' ').append(tenths(y));
        svg.append(line).append("'/>\n");
    }

    private void text(double x, double y, String anchor, String text) {
        svg.append("<text text-anchor='").append(anchor).append("' x='").append(tenths(x));
        svg.append("' y='").append(tenths(y)).append("'>").append(text).append("</text>\n");
    }

    String svg() {
        String head =
                """
                <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' \
                font-family='sans-serif' font-size='12'>
                <rect width='100%%' height='100%%' fill='#fff'/>
                """
                        .formatted(LEFT + WIDTH + 30, top - GAP + 40);
        return head + svg + "</svg>\n";
    }
}
