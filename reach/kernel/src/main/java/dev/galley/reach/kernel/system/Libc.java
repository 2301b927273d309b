// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.system;

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

/// The C library's calls for sockets (Linux, 64 bits; section 2 of its manual). A result below 0 is
/// the negative errno. For platform threads, as a call that waits holds the thread it is made on.
/// [NativeSocket] is what to use.
public final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout()
                    .varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            function("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CONNECT =
            function("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
            function(
                    "setsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SENDMSG =
            function("sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECVMSG =
            function("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle PPOLL =
            function(
                    "ppoll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    private static final MethodHandle SCHED_SETSCHEDULER =
            function(
                    "sched_setscheduler",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle IF_NAMETOINDEX =
            function("if_nametoindex", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle STRERROR =
            function("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Libc() {}

    static int socket(int family, int type, int protocol) {
        return (int) call(state -> (int) SOCKET.invokeExact(state, family, type, protocol));
    }

    static int close(int socket) {
        return (int) call(state -> (int) CLOSE.invokeExact(state, socket));
    }

    static int bind(int socket, MemorySegment address) {
        int size = (int) address.byteSize();
        return (int) call(state -> (int) BIND.invokeExact(state, socket, address, size));
    }

    static int connect(int socket, MemorySegment address) {
        int size = (int) address.byteSize();
        return (int) call(state -> (int) CONNECT.invokeExact(state, socket, address, size));
    }

    static int setsockopt(int socket, int level, int name, MemorySegment value) {
        int size = (int) value.byteSize();
        return (int)
                call(state ->
                        (int) SETSOCKOPT.invokeExact(state, socket, level, name, value, size));
    }

    static long sendmsg(int socket, MemorySegment header, int flags) {
        return call(state -> (long) SENDMSG.invokeExact(state, socket, header, flags));
    }

    static long recvmsg(int socket, MemorySegment header, int flags) {
        return call(state -> (long) RECVMSG.invokeExact(state, socket, header, flags));
    }

    /// @param timeout a timespec
    static int ppoll(MemorySegment entries, long count, MemorySegment timeout) {
        MemorySegment signals = MemorySegment.NULL;
        return (int)
                call(state -> (int) PPOLL.invokeExact(state, entries, count, timeout, signals));
    }

    /// @param thread 0: the one that calls
    /// @param parameters a sched_param
    static int setScheduler(int thread, int policy, MemorySegment parameters) {
        return (int)
                call(state ->
                        (int) SCHED_SETSCHEDULER.invokeExact(state, thread, policy, parameters));
    }

    /// The number of a network interface of this namespace.
    ///
    /// @throws KernelException if there is none of that name
    public static int interfaceIndex(String name) throws KernelException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            int index = (int) call(state -> (int) IF_NAMETOINDEX.invokeExact(state, text));
            if (index == 0) throw new KernelException("the interface " + name, Errno.ENODEV);
            return index;
        }
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
