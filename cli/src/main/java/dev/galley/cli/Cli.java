// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// The `galley` command.
public final class Cli {
    private Cli() {}

    /// Does what the arguments say.
    ///
    /// @param runner does `run`
    /// @return the exit code: 0 done, 1 refused with a reason, 2 wrong usage
    public static int execute(Terminal terminal, Runner runner, String... arguments) {
        CommandLine line = new CommandLine(new Commands(terminal, runner));
        line.getCommandSpec().version("galley " + Version.current());
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
        line.setOut(writer(terminal.out()));
        line.setErr(writer(terminal.err()));
        line.setExecutionExceptionHandler((e, _, _) -> failed(terminal, e));
        line.setUsageHelpAutoWidth(true);
        return line.execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }

    private static int failed(Terminal terminal, Exception e) throws Exception {
        if (!(e instanceof Failure)) throw e;
        terminal.err().println("galley: " + e.getMessage());
        return 1;
    }
}
