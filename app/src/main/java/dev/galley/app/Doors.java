// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import dev.galley.config.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The doors to a module, three to each place where it runs: a call whose connection breaks at one
/// is made again at another.
final class Doors implements AutoCloseable {
    private static final int TO_EACH = 3;

    /// A call that may be made twice lives through some of these and not through any number.
    private static final long BETWEEN_BREAKS = TimeUnit.MILLISECONDS.toNanos(50);

    /// One for each call that must not lose its connection; all of them to break one.
    private static final int ALL = 1 << 20;

    private final List<Door> doors = new ArrayList<>();
    private final Semaphore whole = new Semaphore(ALL);
    private final AtomicLong next = new AtomicLong(System.nanoTime());

    private Doors() {}

    static Doors open(List<Supplier<InetSocketAddress>> where, Faults faults) throws IOException {
        Doors doors = new Doors();
        try {
            for (Supplier<InetSocketAddress> place : where)
                for (int i = 0; i < TO_EACH; i++) doors.doors.add(Door.open(place, faults));
            return doors;
        } catch (IOException e) {
            doors.close();
            throw e;
        }
    }

    List<Address> addresses() {
        return doors.stream().map(Door::address).toList();
    }

    /// No connection breaks until {@link #release}.
    void hold() {
        whole.acquireUninterruptibly();
    }

    void release() {
        whole.release();
    }

    /// Breaks the connections through a door beside the calls that go on; not where one of those
    /// must not lose it, and not too often.
    void breakOne(RandomGenerator dice) {
        long due = next.get(), now = System.nanoTime();
        if (now - due < 0 || !next.compareAndSet(due, now + BETWEEN_BREAKS)) return;
        Door door = doors.get(dice.nextInt(doors.size()));
        Thread.startVirtualThread(() -> {
            Faults.pause(dice);
            if (!whole.tryAcquire(ALL)) return;
            try {
                door.breakAll();
            } finally {
                whole.release(ALL);
            }
        });
    }

    @Override
    public void close() {
        doors.forEach(Door::close);
    }
}
