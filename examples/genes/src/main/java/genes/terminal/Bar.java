// SPDX-License-Identifier: Apache-2.0
package genes.terminal;

import genes.Update;
import java.io.PrintStream;
import java.util.function.LongSupplier;

/// A bar that grows.
final class Bar {
    private static final int WIDTH = 40;

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier clock;
    private final long begun;

    /// @param terminal whether a line can be written anew; else nothing is
    /// @param clock in nanoseconds
    Bar(PrintStream out, boolean terminal, LongSupplier clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.begun = clock.getAsLong();
    }

    void show(Update.Running running) {
        if (!terminal) return;
        out.print("\r" + line(running) + "\u001b[K");
        out.flush();
    }

    private String line(Update.Running running) {
        int full = (int) (running.share() * WIDTH);
        return "[%s%s] %3d %%  %d slices, %d running%s%s  %.1f s"
                .formatted(
                        "#".repeat(full),
                        "-".repeat(WIDTH - full),
                        (int) (running.share() * 100),
                        running.done(),
                        running.running(),
                        some(running.again(), "again"),
                        some(running.hedged(), "hedged"),
                        (clock.getAsLong() - begun) / 1e9);
    }

    private static String some(int count, String what) {
        return count == 0 ? "" : ", " + count + " " + what;
    }

    void end() {
        if (terminal) out.println();
    }
}
