// SPDX-License-Identifier: Apache-2.0
package dev.galley.net.tls;

import dev.galley.config.tls.TicketKeys;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The keys of session tickets: those of a file, shared by processes, or its own ones, which are
/// rotated. The first encrypts, all decrypt. Belongs to one thread at a time.
final class Tickets {
    /// How long a key encrypts; a ticket is taken for twice as long at least.
    private static final long ROTATION_NANOS = TimeUnit.HOURS.toNanos(12);

    private static final int KEPT = 3;

    private final SecureRandom random = new SecureRandom();
    private final List<byte[]> own = new ArrayList<>();
    private long rotated;

    /// The keys as of now.
    ///
    /// @param file null: its own ones
    /// @throws IOException if the file can't be used
    OpenSslSessionTicketKey[] keys(@Nullable String file, long now) throws IOException {
        List<byte[]> keys = file == null ? own(now) : TicketKeys.read(file);
        return keys.stream().map(Tickets::key).toArray(OpenSslSessionTicketKey[]::new);
    }

    /// Whether its own keys are old.
    boolean due(long now) {
        return now - rotated >= ROTATION_NANOS;
    }

    private List<byte[]> own(long now) {
        if (own.isEmpty() || due(now)) {
            byte[] key = new byte[TicketKeys.BYTES];
            random.nextBytes(key);
            own.addFirst(key);
            if (own.size() > KEPT) own.removeLast();
            rotated = now;
        }
        return own;
    }

    /// The layout of nginx: a name, a key for HMAC and one for AES, of which BoringSSL is given the
    /// first 16 bytes each, for AES-128.
    private static OpenSslSessionTicketKey key(byte[] bytes) {
        return new OpenSslSessionTicketKey(
                Arrays.copyOfRange(bytes, 0, 16),
                Arrays.copyOfRange(bytes, 16, 32),
                Arrays.copyOfRange(bytes, 48, 64));
    }
}
