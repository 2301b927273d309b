// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// A connection with one deadline for all that is done on it, so that a member which sends a byte
/// now and then gains nothing. For one thread.
///
/// It is closed in the normal way, with a FIN. A reset (SO_LINGER 0) would spare this host the
/// TIME_WAIT state, but some servers log each one as an error; and ports do not run out, since they
/// are counted for each member apart.
public final class Wire implements AutoCloseable {
    private final Socket socket;
    private final InetSocketAddress target;
    private final long deadline;

    private Wire(Socket socket, InetSocketAddress target, long deadline) {
        this.socket = socket;
        this.target = target;
        this.deadline = deadline;
    }

    static Wire connect(InetSocketAddress target, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Socket socket = new Socket(Proxy.NO_PROXY);
        Wire wire = new Wire(socket, target, deadline);
        try {
            socket.connect(target, wire.millisLeft());
            return wire;
        } catch (IOException e) {
            wire.close();
            throw e;
        }
    }

    InetSocketAddress target() {
        return target;
    }

    /// Sends a few bytes: what fits into the socket's own buffer never waits. Lets other checks go
    /// first then: a near answer has often come when the turn is here again, and reading it costs
    /// no wait, for which threads would have to be woken (a sixth of the CPU time of a check).
    // Only speed relies on the scheduler here: a read that comes too early waits.
    @SuppressWarnings("ThreadPriorityCheck")
    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        Thread.yield();
    }

    /// Reads what has come, at least a byte; -1 at the end.
    int read(byte[] into) throws IOException {
        socket.setSoTimeout(millisLeft());
        InputStream in = socket.getInputStream();
        return in.read(into);
    }

    private int millisLeft() throws SocketTimeoutException {
        long left = deadline - System.nanoTime();
        if (left <= 0) throw new SocketTimeoutException();
        return (int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
