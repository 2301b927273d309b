// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cli.Paint;
import dev.galley.cli.Terminal;
import dev.galley.cli.Version;
import dev.galley.cluster.Standing;
import dev.galley.net.Loops;
import dev.galley.pool.Change;
import dev.galley.reach.kernel.vrrp.Role;
import dev.galley.reach.kernel.vrrp.Watcher;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells what runs where, and what happens: to a person on standard output, in colour and with the
/// time of day; else on standard error, in plain lines with the full time, which leaves standard
/// output to access logs. Never keeps a caller waiting: what a stuck terminal does not take is
/// dropped.
public final class Presenter implements Watcher, AutoCloseable {
    private static final int MOST_WAITING = 1000;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final boolean person;
    private final Paint paint;
    private final PrintStream out;
    private final ThreadPoolExecutor printer =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(MOST_WAITING),
                    Thread.ofVirtual().name("presenter").factory(),
                    new ThreadPoolExecutor.DiscardPolicy());

    public Presenter(Terminal terminal) {
        this.person = terminal.live();
        this.paint = terminal.paint();
        this.out = person ? terminal.out() : terminal.err();
    }

    /// All is bound, and serves.
    void started(Path file, Site site, @Nullable Modules modules, Loops loops) {
        List<String> app = modules == null ? List.of() : modules.lines();
        Banner banner = new Banner(paint, site, app);
        String title =
                paint.bold("galley " + Version.current())
                        + " runs "
                        + file
                        + " on %d event loops, %s".formatted(loops.count(), loops.transport());
        print(title);
        banner.lines().forEach(this::print);
    }

    /// Something happened to a member. May be called on an event loop.
    void changed(Change change) {
        String reason = change.reason();
        String what =
                switch (change.kind()) {
                    case UP -> paint.green("is up");
                    case DOWN -> paint.red("is down");
                    case EJECTED -> paint.red("is ejected");
                    case RETURNED -> paint.green("is back");
                    case DRAINING -> paint.yellow("drains");
                    case ENABLED -> paint.green("is enabled");
                    case WEIGHED -> "is weighed";
                    case ADDED -> "is added";
                    case REMOVED -> "is removed";
                };
        String member = change.pool().name() + " " + paint.bold(change.member().name());
        event(member + " " + what + (reason.isEmpty() ? "" : ": " + reason));
    }

    @Override
    public void changed(String group, Role before, Role now, String reason) {
        String role =
                switch (now) {
                    case ACTIVE -> paint.green("is active");
                    case BACKUP -> paint.yellow("stands by");
                    case HANDING_OVER -> paint.yellow("is handed over");
                    case INITIALIZE -> paint.red("takes no part");
                };
        event("virtual address " + paint.bold(group) + " " + role + ": " + reason);
    }

    @Override
    public void warn(String group, String text) {
        String head = group.isEmpty() ? "" : "virtual address " + paint.bold(group) + ": ";
        event(head + paint.yellow("warning") + ": " + text);
    }

    /// What a virtual address depends on has changed.
    ///
    /// @param faults what is wrong; empty: nothing any more
    void tracked(String group, int priority, List<String> faults) {
        String why = faults.isEmpty() ? "nothing lowers it any more" : String.join(", ", faults);
        event("virtual address " + paint.bold(group) + " has priority " + priority + ": " + why);
    }

    /// What this node knows of its place in the cluster.
    void stands(Standing now) {
        String what =
                switch (now) {
                    case JOINING -> paint.yellow("joins");
                    case MEMBER -> paint.green("is a member");
                    case ALONE ->
                            paint.yellow("hears nothing of the others")
                                    + ": what runs goes on, what only one may do waits";
                    case OUT ->
                            paint.red("is out")
                                    + ": it was paused, or the others went on without it; not"
                                    + " ready until it is a member again";
                };
        event("this node " + what);
    }

    /// The number of a pool's members or of a module's replicas changes, or cannot be what is
    /// wanted.
    void scaled(String name, String what) {
        event(name + ": " + what);
    }

    /// Which member has which session is known to other balancers, or is not.
    ///
    /// @param trouble why not; empty: it is again
    void shares(String trouble) {
        event(
                trouble.isEmpty()
                        ? "sessions of pools are " + paint.green("shared") + " again"
                        : "sessions of pools are "
                                + paint.red("not shared")
                                + " with other balancers: "
                                + trouble
                                + "; each goes on with what it knows");
    }

    void reloaded(Path file) {
        event(paint.green("reloaded") + " " + file);
    }

    /// @param version of the pools of the cluster
    void agreed(long version) {
        event("version " + version + " of the cluster's pools " + paint.green("serves"));
    }

    void refused(List<String> errors) {
        event(paint.red("reload refused") + "; what ran before keeps running:");
        errors.forEach(error -> event("  " + error));
    }

    void draining(Duration limit) {
        event(
                paint.yellow("draining")
                        + " for %d s at the most; stop once more to stop at once"
                                .formatted(limit.toSeconds()));
    }

    /// @param empty whether every client had gone by then
    void stopped(boolean empty) {
        event(empty ? "stopped" : "stopped; what was still under way was cut off");
    }

    private void event(String line) {
        print(
                person
                        ? paint.dim(CLOCK.format(LocalTime.now(ZoneId.systemDefault())) + "  ")
                                + line
                        : line);
    }

    private void print(String line) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        printer.execute(() -> out.println(person ? line : now + " " + line));
    }

    /// Prints what waits, for a second at the most.
    @Override
    public void close() {
        printer.shutdown();
        try {
            if (!printer.awaitTermination(1, TimeUnit.SECONDS)) printer.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
