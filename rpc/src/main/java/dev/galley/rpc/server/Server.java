// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.server;

import dev.galley.config.Address;
import dev.galley.net.Front;
import dev.galley.net.Listener;
import dev.galley.net.Loops;
import dev.galley.rpc.Binding;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Serves calls on one port, by all its faces. Any thread but a loop.
public final class Server implements AutoCloseable {
    /// Connections at a time; one more is closed.
    static final int MOST_CONNECTIONS = 16_384;

    private final Loops loops;
    private final List<Face> faces;
    private final Dispatcher dispatcher;
    private final Holdings holdings;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private @Nullable Listener listener;
    private final CountDownLatch draining = new CountDownLatch(1);

    /// @param gate how many calls are let in at a time
    public Server(Loops loops, List<Face> faces, Gate gate) {
        this(loops, faces, gate, Holdings.ofHeap());
    }

    /// @param gate how many calls are let in at a time
    /// @param holdings how much may be held of what clients send
    public Server(Loops loops, List<Face> faces, Gate gate, Holdings holdings) {
        this.loops = loops;
        this.holdings = holdings;
        this.faces = List.copyOf(faces);
        this.dispatcher = new Dispatcher(gate, loops.count());
    }

    /// Lets 4096 calls in at the start, and then 100 to 100,000 as they turn out.
    public Server(Loops loops, List<Face> faces) {
        this(loops, faces, new Gate(100, 4096, 100_000));
    }

    /// Serves these methods from now on.
    ///
    /// @throws IllegalArgumentException if one is served already
    public Server serve(List<Binding<?, ?>> bindings) {
        dispatcher.serve(bindings, null);
        return this;
    }

    /// Serves these methods from now on, until `turnstile` is closed; then others may take their
    /// place.
    ///
    /// @throws IllegalArgumentException if one is served already
    public void serve(List<Binding<?, ?>> bindings, Turnstile turnstile) {
        dispatcher.serve(bindings, turnstile);
    }

    /// Starts to listen; once.
    ///
    /// @param front TLS, if it is spoken
    /// @throws IOException if the address can't be listened on; the message says what to do
    public void bind(Address address, Front front) throws IOException {
        boolean proved = front.tls() != null || faces.stream().allMatch(Face::needsProof);
        if (!proved && !address.isLoopback())
            throw new IOException(
                    "cannot listen on "
                            + address
                            + ": without a secret or TLS only this machine is served;"
                            + " listen on 127.0.0.1, or configure one of them");
        for (Face face : faces) serve(face.services(this));
        listener = Listener.bind(loops, address, front, loop -> new Entry(this, loop));
    }

    /// Where it listens.
    public InetSocketAddress address() {
        Listener listening = listener;
        if (listening == null) throw new IllegalStateException("bind() first");
        return listening.address();
    }

    public Dispatcher dispatcher() {
        return dispatcher;
    }

    public Holdings holdings() {
        return holdings;
    }

    List<Face> faces() {
        return faces;
    }

    /// How many connections are open and have shown their face.
    public int connections() {
        return sessions.size();
    }

    /// A client has connected, by whatever face.
    ///
    /// @return whether it may stay
    boolean arrived(Channel channel) {
        channel.closeFuture().addListener(_ -> open.decrementAndGet());
        return open.incrementAndGet() <= MOST_CONNECTIONS;
    }

    /// A connection has come about; its handler says so, on its loop.
    public void entered(Session session) {
        sessions.add(session);
        if (isDraining()) session.drain();
    }

    /// A connection has ended; its handler says so, on its loop.
    public void left(Session session) {
        sessions.remove(session);
        if (!isDraining()) return;
        synchronized (this) {
            notifyAll();
        }
    }

    /// Whether it takes no new calls any more.
    public boolean isDraining() {
        return draining.getCount() == 0;
    }

    /// Waits until it takes no new calls any more.
    public void awaitDrain() throws InterruptedException {
        draining.await();
    }

    /// Takes no new connections and calls, and waits until those have ended that were taken.
    ///
    /// @return whether they have, within `patience`
    public boolean drain(Duration patience) throws InterruptedException {
        Listener listening = listener;
        draining.countDown();
        if (listening != null) listening.close();
        sessions.forEach(Session::drain);
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (this) {
            while (!sessions.isEmpty()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) return false;
                wait(left);
            }
        }
        return true;
    }

    /// Ends all that is open; what is under way fails. {@link #drain} comes before, mostly.
    @Override
    public void close() {
        Listener listening = listener;
        draining.countDown();
        if (listening != null) listening.close();
        sessions.forEach(Session::close);
    }
}
