// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// How many retries the requests so far have earned. Any thread; no lock.
///
/// After Finagle's RetryBudget: each request earns a share of a retry, 10 retries a second are
/// free, and what is not used within about 10 seconds is lost:
///
///     balance' = share · requests' + 10/s − balance / 10 s
///
/// An exponential window stands in for Finagle's ten slots of a second. So it is settled when
/// somebody wants to spend, taking the requests since the last time as evenly spread; a request
/// that needs no retry only adds 1 to a striped counter.
public final class RetryBudget {
    private static final double WINDOW_SECONDS = 10;
    private static final double FREE_PER_SECOND = 10;

    private final LongAdder requests = new LongAdder();
    private final LongSupplier clock;
    private final AtomicReference<Account> account;
    private volatile double share;

    /// @param nanos when it was settled
    /// @param seen the requests that had been made then
    private record Account(double balance, long nanos, long seen) {}

    /// @param share of the requests that may be retried
    /// @param clock in nanoseconds
    RetryBudget(double share, LongSupplier clock) {
        this.share = share;
        this.clock = clock;
        account =
                new AtomicReference<>(
                        new Account(FREE_PER_SECOND * WINDOW_SECONDS, clock.getAsLong(), 0));
    }

    /// A first try was made.
    public void earn() {
        requests.increment();
    }

    /// Whether one more retry may be made; if so it is paid for.
    public boolean spend() {
        while (true) {
            Account before = account.get();
            Account now = settled(before);
            if (now.balance < 1) return false;
            Account after = new Account(now.balance - 1, now.nanos, now.seen);
            if (account.compareAndSet(before, after)) return true;
        }
    }

    /// How many retries could be made now.
    public int balance() {
        return (int) settled(account.get()).balance;
    }

    void share(double changed) {
        share = changed;
    }

    private Account settled(Account before) {
        long now = clock.getAsLong();
        long seen = requests.sum();
        double seconds = (now - before.nanos) / 1e9;
        double earned = share * (seen - before.seen);
        if (seconds <= 0) return new Account(before.balance + earned, before.nanos, seen);
        double left = Math.exp(-seconds / WINDOW_SECONDS);
        double income = earned / seconds + FREE_PER_SECOND;
        double balance = before.balance * left + income * WINDOW_SECONDS * (1 - left);
        return new Account(balance, now, seen);
    }
}
