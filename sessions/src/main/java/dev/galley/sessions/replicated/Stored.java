// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import dev.galley.sessions.SessionStore.Versioned;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// A session as nodes give it to each other: eight bytes of version, and the value. A version below
/// zero stands for a session that was ended by the write of its amount: nodes that have slept
/// meanwhile must not bring it back.
///
/// The first version of a session is the time in microseconds, each later one greater by one: so it
/// counts writes, and those of an id that was used before do not come again.
final class Stored {
    private Stored() {}

    /// @param version below zero: ended
    static byte[] of(long version, byte[] value) {
        return ByteBuffer.allocate(Long.BYTES + value.length).putLong(version).put(value).array();
    }

    static byte[] ended(long version) {
        return of(-version, new byte[0]);
    }

    /// Of a living session and of one that has ended.
    static long version(byte[] stored) {
        return Math.abs(ByteBuffer.wrap(stored).getLong());
    }

    static boolean isAlive(byte @Nullable [] stored) {
        return stored != null && ByteBuffer.wrap(stored).getLong() > 0;
    }

    static Versioned versioned(byte[] stored) {
        byte[] value = new byte[stored.length - Long.BYTES];
        ByteBuffer.wrap(stored).get(Long.BYTES, value);
        return new Versioned(value, version(stored));
    }

    /// The version of a session that is made now.
    ///
    /// @param before what is there of an earlier one of its id
    static long first(Instant now, byte @Nullable [] before) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        return before == null ? micros : Math.max(micros, version(before) + 1);
    }
}
