// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.vrrp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/// A machine on a [Lan]: a network namespace with an interface `eth0`.
///
/// @param port its end of the cable in the switch
/// @param number the last part of its addresses, of `address` and of fd00::N
public record Host(String namespace, String port, String address, int number) {
    /// The words that run a program on this machine.
    public List<String> within() {
        return List.of("ip", "netns", "exec", namespace);
    }

    /// Runs `ip`, its words apart by spaces, on this machine.
    String ip(String words) {
        return Tool.run("ip -n " + namespace + " " + words);
    }

    /// Whether `eth0`, or another interface, has the address now.
    boolean has(String address) {
        return ip("-o address show to " + address).contains(" " + address + "/");
    }

    /// The link goes down, as when a cable is pulled out.
    public void unplug() {
        Tool.run("ip link set " + port + " down");
    }

    public void plug() {
        Tool.run("ip link set " + port + " up");
    }

    /// The switch carries nothing between machines that are apart, but all between them and others.
    void apart(boolean apart) {
        Tool.run("bridge link set dev " + port + " isolated " + (apart ? "on" : "off"));
    }

    /// Does something on a thread of this machine: its sockets, and the threads and processes that
    /// it starts, are on this machine's network.
    <T> T call(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        enter();
                        result.complete(work.call());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                });
        return result.join();
    }

    /// The thread that calls belongs to this namespace from now on (setns(2)).
    // The descriptors are those of the manual pages.
    @SuppressWarnings("restricted")
    private void enter() throws Throwable {
        Linker linker = Linker.nativeLinker();
        var open =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("open"),
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                        Linker.Option.firstVariadicArg(2));
        var setns =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("setns"),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        var close =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("close"),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            var path = arena.allocateFrom("/run/netns/" + namespace);
            int file = (int) open.invokeExact(path, 0);
            int entered = (int) setns.invokeExact(file, 0);
            int closed = (int) close.invokeExact(file);
            if (entered != 0 || closed != 0)
                throw new IllegalStateException("cannot enter " + namespace);
        }
    }
}
