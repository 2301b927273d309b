// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes of messages that a connection holds, of all its calls: come and not yet read, and
/// written and not yet sent. Any thread.
final class Budget {
    /// In messages of the greatest length.
    private static final int MESSAGES = 32;

    private final long most;
    private final AtomicLong used = new AtomicLong();

    /// @param message the longest one, in bytes
    Budget(int message) {
        this.most = (long) message * MESSAGES;
    }

    void add(long bytes) {
        used.addAndGet(bytes);
    }

    long used() {
        return used.get();
    }

    /// Whether a call that holds something waits until that has gone.
    boolean isScarce() {
        return used.get() > most / 2;
    }

    /// Whether nothing more is taken: a message that has come in part can't wait, for what it waits
    /// for could be others of that kind.
    boolean isSpent() {
        return used.get() > most;
    }
}
