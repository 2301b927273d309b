// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.nft;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A network namespace of this host, which lasts as long as the test.
final class Namespace implements AutoCloseable {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final FunctionDescriptor OPEN =
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT);
    private static final FunctionDescriptor TWO =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT);

    private final String name;
    private final List<Callable<Boolean>> cables = new ArrayList<>();

    /// @param name unique on this host
    Namespace(String name) {
        this.name = name;
        run("ip", "netns", "add", name);
        ip("link", "set", "lo", "up");
    }

    /// Lays a cable to another namespace; see [#connected].
    ///
    /// @param mine my interface's name and its addresses with their prefixes
    void connect(Namespace other, List<String> mine, List<String> its) {
        ip(
                "link",
                "add",
                mine.getFirst(),
                "type",
                "veth",
                "peer",
                "name",
                its.getFirst(),
                "netns",
                other.name);
        up(mine);
        other.up(its);
        cables.add(() -> carries(mine.getFirst()) && other.carries(its.getFirst()));
    }

    /// Waits until all cables that it has laid carry packets. The kernel says so a while after both
    /// ends are up, for all of them about once a second (linkwatch).
    void connected() {
        for (Callable<Boolean> cable : cables) await().until(cable);
    }

    private boolean carries(String link) {
        return run("ip", "-n", name, "link", "show", link).contains("state UP");
    }

    private void up(List<String> link) {
        for (String address : link.subList(1, link.size()))
            if (address.contains(":")) ip("addr", "add", address, "dev", link.getFirst(), "nodad");
            else ip("addr", "add", address, "dev", link.getFirst());
        ip("link", "set", link.getFirst(), "up");
    }

    /// Runs `ip` in it.
    void ip(String... words) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", name));
        command.addAll(List.of(words));
        run(command.toArray(String[]::new));
    }

    /// The words that run a program in it.
    List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name));
        command.addAll(List.of(words));
        return command;
    }

    /// Runs a program in it, to a good end.
    ///
    /// @return what it printed
    String exec(String... words) {
        return run(command(words).toArray(String[]::new));
    }

    void sysctl(String name, int value) {
        exec("sh", "-c", "echo " + value + " > /proc/sys/" + name.replace('.', '/'));
    }

    private static String run(String... words) {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() == 0) return said;
            throw new IllegalStateException(String.join(" ", words) + ": " + said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Does something on a thread in it: the sockets that are opened there are its own.
    <T> T call(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        enter();
                        result.complete(task.call());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                });
        try {
            return result.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("in " + name, e.getCause());
        }
    }

    private void enter() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            var path = arena.allocateFrom("/run/netns/" + name);
            int file = (int) function("open", OPEN).invokeExact(path, 0);
            int failed = (int) function("setns", TWO).invokeExact(file, CLONE_NEWNET);
            var close = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
            int _ = (int) function("close", close).invokeExact(file);
            if (failed != 0) throw new IllegalStateException("cannot enter " + name);
        }
    }

    // The descriptors are those of the manual pages.
    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    @Override
    public void close() {
        run("ip", "netns", "del", name);
    }

    @Override
    public String toString() {
        return name;
    }
}
