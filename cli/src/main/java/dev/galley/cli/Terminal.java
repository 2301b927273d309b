// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/// Where a command writes, and what it finds there.
///
/// @param live whether a person looks at `out`: a table may be drawn again and again in place
/// @param colour whether colours are welcome
/// @param pause waits this long; false: the user wants to end
public record Terminal(
        PrintStream out,
        PrintStream err,
        boolean live,
        boolean colour,
        Map<String, String> environment,
        Predicate<Duration> pause) {
    /// That of this process. NO_COLOR is respected (no-color.org).
    public static Terminal ofProcess() {
        Map<String, String> env = System.getenv();
        boolean live = watched() && !env.getOrDefault("TERM", "").equals("dumb");
        boolean colour = live && env.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(System.out, System.err, live, colour, env, Terminal::sleep);
    }

    // Since JDK 25 the built-in console is the default again, and null where there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean watched() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    static boolean sleep(Duration time) {
        try {
            Thread.sleep(time);
            return !System.out.checkError();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The colours to use.
    public Paint paint() {
        return new Paint(colour);
    }
}
