// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cli.Cli;
import dev.galley.cli.Mode;
import dev.galley.cli.Runner;
import dev.galley.cli.Terminal;
import dev.galley.config.AppConfig;
import dev.galley.server.Launch.Successor;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Where the program starts: `run` here, every other command in the cli.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        LogFormat.install();
        Terminal terminal = Terminal.ofProcess();
        boolean plainRun =
                arguments.length == 2
                        && arguments[0].equals("run")
                        && !arguments[1].startsWith("-");
        // Parsing by annotations would cost a plain run a fifth of a second before it listens.
        System.exit(
                plainRun
                        ? run(terminal, Path.of(arguments[1]), Mode.PLAIN, List.of(arguments))
                        : Cli.execute(terminal, new Here(terminal, List.of(arguments)), arguments));
    }

    /// In this process.
    private record Here(Terminal terminal, List<String> arguments) implements Runner {
        @Override
        public int run(Path file, Mode mode) {
            return Main.run(terminal, file, mode, arguments);
        }

        @Override
        public List<String> check(Path file, AppConfig app) {
            return Modules.check(file, app);
        }

        @Override
        public void certify(Path folder, String cluster, String node, List<String> hosts)
                throws IOException {
            Cluster.certify(folder, cluster, node, hosts);
        }
    }

    /// Runs until a signal ends it.
    ///
    /// @return the exit code: 0 stopped as told, 1 could not start
    private static int run(Terminal terminal, Path file, Mode mode, List<String> arguments) {
        Launch launch = Launch.own(arguments, mode);
        CompletableFuture<Galley> galley = new CompletableFuture<>();
        // Beside, since it takes as long as reading the file.
        Thread.ofPlatform().name("signals").daemon().start(() -> Signals.handle(galley));
        Successor successor;
        try (Presenter presenter = new Presenter(terminal)) {
            galley.complete(Galley.start(file, presenter, mode, launch));
            successor = galley.join().await();
        } catch (StartException e) {
            e.errors().forEach(error -> terminal.err().println("galley: " + error));
            return launch.hasBefore() ? back(terminal, launch, String.join("; ", e.errors())) : 1;
        } catch (RuntimeException | LinkageError e) {
            if (!launch.hasBefore()) throw e;
            System.getLogger(Main.class.getName()).log(Level.ERROR, "cannot start", e);
            return back(terminal, launch, e.toString());
        }
        return successor == null ? 0 : replace(terminal, successor);
    }

    /// Puts what ran before in the place of a version that does not start.
    ///
    /// @return the exit code, if it fails
    private static int back(Terminal terminal, Launch launch, String why) {
        terminal.err().println("galley: goes back to what ran before");
        return replace(terminal, launch.before(why));
    }

    /// @return the exit code, if it fails
    private static int replace(Terminal terminal, Successor successor) {
        try {
            successor.start();
        } catch (IOException e) {
            terminal.err().println("galley: " + e.getMessage());
        }
        return 1;
    }
}
