// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import dev.galley.config.Address;
import dev.galley.rpc.Caller;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What goes wrong on purpose between modules, by a seed: calls and what they bring are late, hence
/// pass each other; connections break; calls that may be made twice are. All of it is what a
/// network does; none of it may be seen by a program that keeps to its contracts.
final class Faults {
    /// From Vigna's SplitMix64: seeds of neighbouring calls have nothing in common.
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final long seed;
    private final AtomicLong turn = new AtomicLong();

    Faults(long seed) {
        this.seed = seed;
    }

    /// The dice of the next call, or of a connection.
    RandomGenerator next() {
        return new SplittableRandom(seed + turn.getAndIncrement() * GOLDEN_GAMMA);
    }

    /// Waits for up to 2 ms, every other time.
    static void pause(RandomGenerator dice) {
        if (dice.nextBoolean()) return;
        LockSupport.parkNanos(dice.nextLong(TimeUnit.MILLISECONDS.toNanos(2)));
    }

    /// Who calls a module by way of these faults.
    ///
    /// @param where it runs
    /// @param remote what calls it, given the addresses to call instead
    Path path(List<Supplier<InetSocketAddress>> where, Function<List<Address>, Remote> remote)
            throws IOException {
        Doors doors = Doors.open(where, this);
        try {
            Remote made = remote.apply(doors.addresses());
            return new Path(new FaultyCaller(made.client(), doors, this), doors, made);
        } catch (RuntimeException e) {
            doors.close();
            throw e;
        }
    }

    /// A caller, and what it stands on.
    record Path(Caller caller, Doors doors, Remote remote) {}
}
