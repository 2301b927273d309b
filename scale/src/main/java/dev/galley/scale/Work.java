// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.pool.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What was to do in a time, as one process has seen it. It adds up: of all processes together it
/// makes a {@link Load}.
///
/// @param inFlight requests under way or waiting, as an average
/// @param perSecond requests a second
/// @param cores cores in use; NaN: not known
/// @param byDuration requests by duration, as {@link Counter.Counts#byDuration}
public record Work(double inFlight, double perSecond, double cores, List<Long> byDuration) {
    private static final double SHARE = 0.95;

    /// Nothing.
    public static final Work NONE = new Work(0, 0, 0, List.of());

    public Work {
        byDuration = List.copyOf(byDuration);
    }

    Work with(double otherCores) {
        return new Work(inFlight, perSecond, otherCores, byDuration);
    }

    Work plus(Work other) {
        List<Long> sums = new ArrayList<>();
        for (int i = 0; i < Math.max(byDuration.size(), other.byDuration.size()); i++)
            sums.add(at(byDuration, i) + at(other.byDuration, i));
        return new Work(
                inFlight + other.inFlight, perSecond + other.perSecond, cores + other.cores, sums);
    }

    private static long at(List<Long> buckets, int i) {
        return i < buckets.size() ? buckets.get(i) : 0;
    }

    /// @param members how many have shared it
    Load load(int members) {
        return new Load(members, inFlight, perSecond, cores, quantile());
    }

    /// As Prometheus' `histogram_quantile`: a straight line within the bucket; what is slower than
    /// all bounds is taken for the last one.
    ///
    /// @return seconds; NaN if there are none
    private double quantile() {
        List<Long> bounds = Traffic.BOUNDS_MICROS;
        long all = byDuration.stream().mapToLong(Long::longValue).sum();
        if (all == 0) return Double.NaN;
        double left = SHARE * all;
        for (int i = 0; i < bounds.size(); i++) {
            long count = at(byDuration, i);
            if (left <= count) {
                double below = i == 0 ? 0 : bounds.get(i - 1);
                return (below + (bounds.get(i) - below) * left / count) / 1e6;
            }
            left -= count;
        }
        return bounds.getLast() / 1e6;
    }

    /// As others read it: `12.5 340 0.81 0,0,17`.
    @Override
    public String toString() {
        String buckets = byDuration.stream().map(String::valueOf).collect(Collectors.joining(","));
        return number(inFlight) + " " + number(perSecond) + " " + number(cores) + " " + buckets;
    }

    /// To a thousandth, so that what hardly changes reads the same.
    private static String number(double value) {
        return Double.isNaN(value) ? "?" : String.format(Locale.ROOT, "%.3f", value);
    }

    /// @throws IllegalArgumentException if it is none
    static Work parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 4) throw new IllegalArgumentException("no work: " + text);
        List<Long> buckets = new ArrayList<>();
        for (String count : words[3].split(",", -1))
            if (!count.isEmpty()) buckets.add(Long.parseLong(count));
        return new Work(number(words[0]), number(words[1]), number(words[2]), buckets);
    }

    private static double number(String word) {
        return word.equals("?") ? Double.NaN : Double.parseDouble(word);
    }
}
