// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The calls to the kernel that Java has no class for (Linux; socket(2), send(2), recv(2)). A
/// result below 0 is an error: the negative errno.
final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout()
                    .varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
            function(
                    "setsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SENDTO =
            function(
                    "sendto",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECV =
            function(
                    "recv",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle STRERROR =
            function("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Libc() {}

    static int socket(int family, int type, int protocol) {
        return (int) call(state -> (int) SOCKET.invokeExact(state, family, type, protocol));
    }

    static int close(int socket) {
        return (int) call(state -> (int) CLOSE.invokeExact(state, socket));
    }

    static int setsockopt(int socket, int level, int name, MemorySegment value) {
        int size = (int) value.byteSize();
        return (int)
                call(state ->
                        (int) SETSOCKOPT.invokeExact(state, socket, level, name, value, size));
    }

    static long sendto(int socket, MemorySegment packet, int flags, MemorySegment address) {
        int size = (int) address.byteSize();
        return call(state ->
                (long)
                        SENDTO.invokeExact(
                                state, socket, packet, packet.byteSize(), flags, address, size));
    }

    /// Waits: for platform threads only.
    static long recv(int socket, MemorySegment into, int flags) {
        return call(state -> (long) RECV.invokeExact(state, socket, into, into.byteSize(), flags));
    }

    /// The words for an errno.
    // The text is the C library's own, and ends with a NUL.
    @SuppressWarnings("restricted")
    static String words(int errno) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(state, errno);
            return text.reinterpret(Byte.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw new LinkageError("strerror", e);
        }
    }

    private interface Call {
        long make(MemorySegment state) throws Throwable;
    }

    private static long call(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
            long result = call.make(state);
            return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable e) {
            throw new LinkageError("a call to the C library", e);
        }
    }

    // The descriptors are those of the manual pages.
    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, CAPTURE);
    }
}
