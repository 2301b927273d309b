// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A connection with one deadline for all that is done on it, so that a member which sends a byte
/// now and then gains nothing. For one thread.
///
/// It is closed in the normal way, with a FIN. A reset (SO_LINGER 0) would spare this host the
/// TIME_WAIT state, but some servers log each one as an error; and ports do not run out, since they
/// are counted for each member apart.
final class Wire implements AutoCloseable {
    private final Timed socket;
    private final InetSocketAddress target;
    private final Deadline deadline;
    private @Nullable SSLSocket secured;

    private Wire(InetSocketAddress target, Deadline deadline) {
        this.socket = new Timed(deadline);
        this.target = target;
        this.deadline = deadline;
    }

    static Wire connect(InetSocketAddress target, Deadline deadline) throws IOException {
        Wire wire = new Wire(target, deadline);
        try {
            wire.socket.connect(target, deadline.millisLeft());
            return wire;
        } catch (IOException e) {
            wire.close();
            throw e;
        }
    }

    InetSocketAddress target() {
        return target;
    }

    Deadline deadline() {
        return deadline;
    }

    /// Sends a few bytes: what fits into the socket's own buffer never waits. Lets other checks go
    /// first then: a near answer has often come when the turn is here again, and reading it costs
    /// no wait, for which threads would have to be woken (a sixth of the CPU time of a check).
    // Only speed relies on the scheduler here: a read that comes too early waits.
    @SuppressWarnings("ThreadPriorityCheck")
    void send(byte[] bytes) throws IOException {
        end().getOutputStream().write(bytes);
        Thread.yield();
    }

    /// Reads what has come, at least a byte; -1 at the end.
    int read(byte[] into) throws IOException {
        InputStream in = end().getInputStream();
        return in.read(into);
    }

    /// Goes on by TLS: the handshake.
    SSLSocket secure(Handshake handshake) throws IOException {
        secured = handshake.over(socket, target.getHostString());
        return secured;
    }

    private Socket end() {
        return secured == null ? socket : secured;
    }

    /// Never waits: TLS says goodbye without hearing one.
    @Override
    public void close() throws IOException {
        try (socket) {
            if (secured != null && !secured.isOutputShutdown()) secured.shutdownOutput();
        }
    }

    /// A socket whose every read keeps to the deadline, also those of TLS above it.
    private static final class Timed extends Socket {
        private final Deadline deadline;

        Timed(Deadline deadline) {
            super(Proxy.NO_PROXY);
            this.deadline = deadline;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    setSoTimeout(deadline.millisLeft());
                    return super.read();
                }

                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    setSoTimeout(deadline.millisLeft());
                    return super.read(into, from, length);
                }
            };
        }
    }
}
