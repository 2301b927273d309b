// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import dev.galley.rpc.codec.Codec;
import java.time.Duration;

/// Keeps what a job has done in the {@link dev.galley.sessions.SessionStore}, so that it survives
/// the process that coordinates it: whoever runs it again under the same key, here or on another
/// node, goes on from there, and gets the result at once if it is done. Of two that run it at the
/// same time the one that came later goes on; the other one fails with `taken-over`.
///
/// @param key names this one job among all of the store: 1 to 180 visible characters of ASCII. Run
///   again it must come with the same parts
/// @param part of a record that the compiler has written a codec for: one that a service names
/// @param every how often it is kept: this much work is done again at the most
/// @param ttl how long it is kept after it was last written
public record Checkpoint<P, A>(
        String key, Codec<P> part, Codec<A> answer, Duration every, Duration ttl) {
    private static final int LONGEST_KEY = 180;

    public Checkpoint {
        if (key.isEmpty() || key.length() > LONGEST_KEY)
            throw new IllegalArgumentException(
                    "a key has 1 to " + LONGEST_KEY + " characters, not " + key.length());
        if (every.isNegative()) throw new IllegalArgumentException("every must be 0 or more");
    }

    /// Every second, for an hour.
    public static <P, A> Checkpoint<P, A> of(String key, Codec<P> part, Codec<A> answer) {
        return new Checkpoint<>(key, part, answer, Duration.ofSeconds(1), Duration.ofHours(1));
    }

    /// The same, kept so often.
    public Checkpoint<P, A> withEvery(Duration time) {
        return new Checkpoint<>(key, part, answer, time, ttl);
    }
}
