// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.List;

/// Puts another program in the place of this one, in the same process: its id, its parent, its
/// limits, its standard streams and its place in a terminal or a container stay (execve(2), POSIX).
public final class Exec {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout()
                    .varHandle(MemoryLayout.PathElement.groupElement("errno"));

    /// Of close_range(2), which the C library may not know yet: the same for all processors.
    private static final long CLOSE_RANGE = 436;

    private static final int CLOSE_ON_EXEC = 4;
    private static final long FIRST = 3, LAST = 0xFFFF_FFFFL;
    private static final int SET_MASK = 2;

    /// More than any C library has in a `sigset_t`.
    private static final int SIGNALS_BYTES = 128;

    private Exec() {}

    /// Whether {@link #replace} can be hoped to work.
    public static boolean isPossible() {
        try (Arena arena = Arena.ofConfined()) {
            return System.getProperty("os.name").equals("Linux") && closeOnExec(arena, LAST) == 0;
        }
    }

    /// Does it: all threads end at once, no hook runs, what is buffered is lost, and files other
    /// than the standard streams are closed. Signals are as at the start of a process. For a
    /// platform thread.
    ///
    /// @param command the program, by its path, and its arguments
    /// @param variable a variable of the environment to set, the rest of which stays
    /// @param value of that
    /// @throws IOException if it failed, with a sentence; then all is as before, but for the
    ///   variable
    public static void replace(List<String> command, String variable, String value)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int set =
                    call(
                            arena,
                            "setenv",
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT),
                            arena.allocateFrom(variable),
                            arena.allocateFrom(value),
                            1);
            int marked = set == 0 ? closeOnExec(arena, FIRST) : set;
            int errno = marked == 0 ? exec(arena, command) : marked;
            throw new IOException(command.getFirst() + " cannot be run: errno " + errno);
        }
    }

    private static int exec(Arena arena, List<String> command) {
        MemorySegment arguments = arena.allocate(ADDRESS, command.size() + 1L);
        for (int i = 0; i < command.size(); i++)
            arguments.setAtIndex(ADDRESS, i, arena.allocateFrom(command.get(i)));
        // The JVM keeps SIGQUIT from its threads, and a mask outlives the program.
        MemorySegment none = arena.allocate(SIGNALS_BYTES);
        int unmasked =
                call(
                        arena,
                        "sigprocmask",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS),
                        SET_MASK,
                        none,
                        MemorySegment.NULL);
        if (unmasked != 0) return unmasked;
        return call(
                arena,
                "execv",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS),
                arguments.get(ADDRESS, 0),
                arguments);
    }

    private static int closeOnExec(Arena arena, long first) {
        return call(
                arena,
                "syscall",
                FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                CLOSE_RANGE,
                first,
                LAST,
                (long) CLOSE_ON_EXEC);
    }

    /// @return 0, or the errno
    // The descriptors are those of the manual pages; a process calls these once.
    @SuppressWarnings("restricted")
    private static int call(
            Arena arena, String name, FunctionDescriptor descriptor, Object... arguments) {
        MethodHandle function =
                LINKER.downcallHandle(
                        LINKER.defaultLookup().findOrThrow(name), descriptor, CAPTURE);
        MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
        Object[] all = new Object[arguments.length + 1];
        all[0] = state;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        try {
            return (int) function.invokeWithArguments(all) == 0 ? 0 : (int) ERRNO.get(state, 0L);
        } catch (Throwable e) {
            throw new LinkageError(name, e);
        }
    }
}
