// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions;

import java.time.Duration;

/// What a store takes.
///
/// @param value the longest one, in bytes
/// @param sessions how many there may be; a store of another process has its own limit
/// @param ttl what a session lives that nobody says more about
public record SessionLimits(int value, int sessions, Duration ttl) {
    private static final int LONGEST_ID = 200;
    private static final Duration SHORTEST = Duration.ofMillis(1), LONGEST = Duration.ofDays(366);

    public SessionLimits {
        if (value < 1) throw new IllegalArgumentException("value must be 1 byte or more");
        if (sessions < 1) throw new IllegalArgumentException("sessions must be 1 or more");
        check(ttl);
    }

    /// Checks an id.
    ///
    /// @throws IllegalArgumentException with a sentence
    public void check(String id) {
        if (id.isEmpty()
                || id.length() > LONGEST_ID
                || !id.chars().allMatch(c -> c > 32 && c < 127))
            throw new IllegalArgumentException(
                    "a session's id has 1 to " + LONGEST_ID + " visible characters of ASCII");
    }

    /// Checks all that a write says.
    ///
    /// @throws IllegalArgumentException with a sentence
    public void check(String id, byte[] bytes, Duration life) {
        check(id);
        if (bytes.length > value)
            throw new IllegalArgumentException(
                    "a session of "
                            + bytes.length
                            + " bytes; sessions.max-size allows "
                            + value
                            + ": keep less in it, or raise that");
        check(life);
    }

    /// Checks a time to live.
    ///
    /// @throws IllegalArgumentException with a sentence
    public static void check(Duration life) {
        if (life.compareTo(SHORTEST) < 0 || life.compareTo(LONGEST) > 0)
            throw new IllegalArgumentException("a session lives for 1 ms to 366 days, not " + life);
    }

    /// To be thrown by a store that has so many sessions.
    public SessionException full() {
        return new SessionException(
                "there are "
                        + sessions
                        + " sessions, as many as sessions.max-sessions allows: raise that, or let"
                        + " them live for a shorter time");
    }
}
