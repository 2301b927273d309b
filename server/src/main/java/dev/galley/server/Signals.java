// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// SIGHUP reloads; SIGTERM and SIGINT drain and stop, the second of them at once.
///
/// `sun.misc.Signal` (module jdk.unsupported) is the only way to hear SIGHUP, and to end with exit
/// code 0 after SIGTERM. It is looked up by its name since javac lets nobody name it without a
/// warning.
final class Signals {
    private static final System.Logger LOG = System.getLogger(Signals.class.getName());

    /// Those of POSIX: what a shell reports for a process that a signal has ended.
    private static final int ENDED_BY_SIGNAL = 128;

    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    private Signals() {}

    /// @param galley a signal that comes before it has started waits for it
    static void handle(CompletableFuture<Galley> galley) {
        AtomicBoolean stopping = new AtomicBoolean();
        on("HUP", () -> reload(galley.join()));
        on("TERM", () -> stop(galley, stopping, ENDED_BY_SIGNAL + SIGTERM));
        on("INT", () -> stop(galley, stopping, ENDED_BY_SIGNAL + SIGINT));
    }

    private static void reload(Galley galley) {
        try {
            galley.reload();
        } catch (StartException told) {
            // By the presenter and the status: nobody waits for the answer to a signal.
        }
    }

    private static void stop(CompletableFuture<Galley> galley, AtomicBoolean stopping, int code) {
        if (stopping.getAndSet(true)) Runtime.getRuntime().halt(code);
        galley.join().stop();
    }

    /// @param action runs on a thread of its own, each time
    private static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle run =
                    MethodHandles.lookup().bind(action, "run", MethodType.methodType(void.class));
            Object ours =
                    MethodHandleProxies.asInterfaceInstance(
                            handler, MethodHandles.dropArguments(run, 0, signal));
            Object named = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, named, ours);
        } catch (InvocationTargetException e) {
            LOG.log(System.Logger.Level.WARNING, "no handler for SIG" + name, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this JDK has no sun.misc.Signal", e);
        }
    }
}
