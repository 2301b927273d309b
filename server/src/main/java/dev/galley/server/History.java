// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.pool.Change;
import dev.galley.pool.Member;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What has happened to each member last, and how often it was ejected. Any thread.
final class History {
    /// @param since when it came into the state that it is in
    /// @param reason why; empty: nothing to say
    /// @param ejections so far
    record Past(Instant since, String reason, long ejections) {}

    private final Map<Member, Past> members = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Instant began;

    History(Clock clock) {
        this.clock = clock;
        this.began = clock.instant();
    }

    void add(Change change) {
        switch (change.kind()) {
            case REMOVED -> members.remove(change.member());
            case WEIGHED -> {}
            default -> members.compute(change.member(), (_, past) -> after(past, change));
        }
    }

    private Past after(@Nullable Past past, Change change) {
        long before = past == null ? 0 : past.ejections();
        long ejections = change.kind() == Change.Kind.EJECTED ? before + 1 : before;
        return new Past(clock.instant(), change.reason(), ejections);
    }

    Past of(Member member) {
        return members.getOrDefault(member, new Past(began, "", 0));
    }
}
