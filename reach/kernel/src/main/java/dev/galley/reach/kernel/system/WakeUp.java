// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.system;

import java.nio.ByteBuffer;
import java.util.UUID;

/// Wakes the thread that waits for [#socket] among others. A datagram socket that is connected to
/// itself, under a name that nobody else has.
public final class WakeUp implements AutoCloseable {
    private final NativeSocket socket;

    private WakeUp(NativeSocket socket) {
        this.socket = socket;
    }

    public static WakeUp open() throws KernelException {
        NativeSocket socket =
                NativeSocket.open(
                        "a socket to wake a thread by",
                        SocketAddresses.AF_UNIX,
                        NativeSocket.SOCK_DGRAM,
                        0);
        try {
            byte[] name = SocketAddresses.abstractName("galley-" + UUID.randomUUID());
            socket.bind(name);
            socket.connect(name);
            return new WakeUp(socket);
        } catch (KernelException e) {
            socket.close();
            throw e;
        }
    }

    /// What to wait for.
    public NativeSocket socket() {
        return socket;
    }

    /// Wakes it; from any thread.
    public void wake() {
        try {
            socket.send(ByteBuffer.allocate(1));
        } catch (KernelException full) {
            // So it has been woken already.
        }
    }

    /// What was woken by is no news any more.
    public void clear() throws KernelException {
        socket.discard();
    }

    @Override
    public void close() {
        socket.close();
    }
}
