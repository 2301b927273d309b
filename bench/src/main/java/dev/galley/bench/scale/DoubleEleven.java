// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.scale;

import dev.galley.bench.scale.Plot.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// The day of Double 11, simulated: the decisions are those of the real {@link
/// dev.galley.scale.Scaler}; the members and their queue are a model ({@link Farm}). Prints how
/// much is answered in time, and what that costs; writes a plot of it.
public final class DoubleEleven {
    private static final String TARGET =
            "min: 2, max: 40, requests: 70/s, in-flight: 40, in-window: 5m";
    private static final int MIDNIGHT = 12 * 3600;

    private DoubleEleven() {}

    /// Runs each of the trials.
    ///
    /// @param arguments where the plot is written, and the seed of the arrivals (1)
    public static void main(String[] arguments) throws IOException {
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        double[] arrivals = Day.arrivals(new SplittableRandom(seed));
        int[] ideal = Trial.ideal();
        int peak = Arrays.stream(ideal).max().orElseThrow();
        Trial fixed =
                Trial.run(
                        "as many as the peak needs, all day",
                        "min: %1$d, max: %1$d, requests: 100/s".formatted(peak),
                        arrivals);
        Trial late = Trial.run("without prediction", TARGET + ", predict: 0s", arrivals);
        Trial foreseen = Trial.run("with prediction (2 m)", TARGET, arrivals);
        Trial planned =
                Trial.run(
                        "with a schedule for midnight as well",
                        TARGET
                                + ", schedule: [{dates: [2026-11-10], from: \"23:55\","
                                + " to: \"00:20\", members: %d}], zone: UTC".formatted(peak),
                        arrivals);
        double least = Arrays.stream(ideal).sum();
        System.out.printf(
                "%-38s %12s %9s %14s %9s%n",
                "", "in time", "refused", "member-minutes", "of ideal");
        System.out.printf("%-38s %12s %9s %,14.0f %8.2f%n", "ideal", "100%", "0", least / 60, 1.0);
        for (Trial trial : List.of(fixed, late, foreseen, planned)) print(trial, least);
        if (arguments.length > 0)
            Files.writeString(Path.of(arguments[0]), plot(ideal, late, foreseen, planned));
    }

    private static void print(Trial trial, double least) {
        Farm farm = trial.farm();
        System.out.printf(
                "%-38s %11.3f%% %,9.0f %,14.0f %8.2f%n",
                trial.name(),
                100 * farm.inTime / farm.all,
                farm.refused,
                farm.memberSeconds / 60,
                farm.memberSeconds / least);
    }

    private static String plot(int[] ideal, Trial late, Trial foreseen, Trial planned) {
        return new Plot()
                .picture(
                        "requests a second",
                        0,
                        Day.SECONDS,
                        List.of(new Line("mean", "#333", Day::mean)))
                .picture(
                        "members that serve", 0, Day.SECONDS, lines(ideal, late, foreseen, planned))
                .picture(
                        "the same around midnight",
                        MIDNIGHT - 3600,
                        MIDNIGHT + 2 * 3600,
                        lines(ideal, late, foreseen, planned))
                .svg();
    }

    private static List<Line> lines(int[] ideal, Trial late, Trial foreseen, Trial planned) {
        return List.of(
                new Line("ideal", "#999", t -> ideal[t]),
                new Line("without prediction", "#c33", t -> late.members().get(t)),
                new Line("with prediction", "#36c", t -> foreseen.members().get(t)),
                new Line("with a schedule", "#393", t -> planned.members().get(t)));
    }
}
