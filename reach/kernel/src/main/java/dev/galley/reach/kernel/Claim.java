// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import dev.galley.reach.kernel.system.Errno;
import dev.galley.reach.kernel.system.KernelException;
import dev.galley.reach.kernel.system.NativeSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// That what is marked as Galley's in the kernel is this process's: one at a time in a network
/// namespace, as the kernel's tables are. It is a socket of a name without a file (unix(7),
/// abstract addresses), which the kernel lets go of with the process, however that ends.
public final class Claim implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final byte[] NAME = "\0galley-kernel".getBytes(StandardCharsets.US_ASCII);

    private final NativeSocket socket;

    private Claim(NativeSocket socket) {
        this.socket = socket;
    }

    /// Takes it.
    ///
    /// @throws IOException if another process has it
    public static Claim take() throws IOException {
        NativeSocket socket = NativeSocket.open("a claim", AF_UNIX, NativeSocket.SOCK_DGRAM, 0);
        byte[] address = new byte[2 + NAME.length];
        ByteBuffer.wrap(address).order(ByteOrder.nativeOrder()).putShort((short) AF_UNIX).put(NAME);
        try {
            socket.bind(address);
            return new Claim(socket);
        } catch (KernelException e) {
            socket.close();
            if (!e.is(Errno.EADDRINUSE)) throw e;
            throw new IOException(
                    "another Galley has listeners in the kernel of this network namespace; find it"
                            + " with: ss -xp src @galley-kernel",
                    e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
