// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.ipvs;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A network namespace that `ip netns` has made: a thread that enters it opens its sockets there
/// (setns(2)).
record Namespace(String name) {
    private static final int CLONE_NEWNET = 0x40000000;
    private static final MethodHandle OPEN =
            function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SETNS =
            function("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    // The descriptors are those of the manual pages.
    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    /// The calling platform thread is in the namespace from now on.
    void enter() {
        try (Arena arena = Arena.ofConfined()) {
            int file = (int) OPEN.invokeExact(arena.allocateFrom("/run/netns/" + name), 0);
            int entered = (int) SETNS.invokeExact(file, CLONE_NEWNET);
            int _ = (int) CLOSE.invokeExact(file);
            if (entered != 0) throw new IllegalStateException("no namespace " + name);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("setns", e);
        }
    }

    /// Does something in the namespace.
    <T> T in(Callable<T> what) throws Exception {
        FutureTask<T> task =
                new FutureTask<>(() -> {
                    enter();
                    return what.call();
                });
        Thread.ofPlatform().name(name).daemon().start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
