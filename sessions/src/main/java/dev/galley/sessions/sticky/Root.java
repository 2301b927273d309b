// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.sticky;

import dev.galley.sessions.SessionException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/// What is written in the store once for all balancers: by which key they hash session ids, and
/// about where the log ends.
///
/// @param log which log it is: a store that has lost this gets another one
/// @param first the key's first eight bytes
/// @param second its last eight
/// @param end the number of the segment after the last one, or a little less
record Root(long log, long first, long second, long end) {
    private static final int FORMAT = 1, LENGTH = 1 + 4 * Long.BYTES;
    private static final SecureRandom RANDOM = new SecureRandom();

    /// One that has a key of its own and names no log yet.
    static Root random() {
        return new Root(0, RANDOM.nextLong(), RANDOM.nextLong(), 0);
    }

    /// The same key with a new log.
    Root withNewLog() {
        return new Root(RANDOM.nextLong(1, Long.MAX_VALUE), first, second, 0);
    }

    Root withEnd(long number) {
        return new Root(log, first, second, number);
    }

    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH).put((byte) FORMAT);
        return bytes.putLong(log).putLong(first).putLong(second).putLong(end).array();
    }

    /// @throws SessionException if it is none that this version knows
    static Root of(byte[] value) {
        if (value.length != LENGTH || value[0] != FORMAT)
            throw new SessionException(
                    "another version of Galley has written which member has which session; the"
                            + " same version must run everywhere");
        ByteBuffer bytes = ByteBuffer.wrap(value).position(1);
        return new Root(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }
}
