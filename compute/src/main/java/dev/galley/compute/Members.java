// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import dev.galley.pool.Ask;
import dev.galley.pool.Lease;
import dev.galley.pool.Member;
import dev.galley.pool.Outcome;
import dev.galley.rpc.Contract;
import dev.galley.rpc.client.Client;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The members of a pool: nodes that come and go.
public final class Members<S> implements Crew<S> {
    /// The golden ratio of 64 bits: spreads running numbers for pools that hash.
    private static final long SPREAD = 0x9e3779b97f4a7c15L;

    private final Contract<S> contract;
    private final Client client;
    private final AtomicLong turn = new AtomicLong();

    /// @param client of the pool
    public Members(Contract<S> contract, Client client) {
        this.contract = contract;
        this.client = client;
    }

    @Override
    public int atOnce(int wanted) {
        return wanted;
    }

    @Override
    public @Nullable Seat<S> seat(Predicate<Object> not) {
        Lease lease = client.pool().choose(new Wish(turn.getAndIncrement() * SPREAD, not));
        return lease == null ? null : new Leased<>(lease, contract.stub(client.with(lease)));
    }

    private record Wish(long hash, Predicate<Object> not) implements Ask {
        @Override
        public boolean tried(Member member) {
            return not.test(member);
        }
    }

    private record Leased<S>(Lease lease, S service) implements Seat<S> {
        @Override
        public Object place() {
            return lease.member();
        }

        @Override
        public boolean lost() {
            return !lease.member().keeping();
        }

        @Override
        public void close() {
            lease.close(Outcome.ABANDONED, 0);
        }
    }
}
