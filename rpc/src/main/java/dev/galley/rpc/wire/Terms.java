// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How one side of a connection behaves, and what it lets the other side do.
///
/// @param name of the node, at most 255 bytes; what the other side sees as the caller
/// @param secret shared by both sides; null: none, for loopback or TLS only
/// @param message the longest one that is taken, in bytes
/// @param window how many bytes of messages of one call may be on their way to this side unread;
///   one more message may begin while there is a byte left
/// @param streams how many calls the other side may have open at a time on a connection
/// @param handshake how long connecting, TLS and greeting may take where nothing else limits it
/// @param quiet after so long without a byte the other side is asked for a sign of life
/// @param patience so long it may take to give one; then the connection is given up
/// @param silence while calls are open: so long no byte may come, and after half of it the other
///   side is asked
/// @param idle after so long without a call a connection is closed
/// @param compress messages of so many bytes are compressed, if that makes them smaller; 0: none
public record Terms(
        String name,
        @Nullable Secret secret,
        int message,
        int window,
        int streams,
        Duration handshake,
        Duration quiet,
        Duration patience,
        Duration silence,
        Duration idle,
        int compress) {
    public Terms {
        if (message < 1 || message > 1 << 29)
            throw new IllegalArgumentException("message must be 1 byte to 512 MiB");
        if (window < 1) throw new IllegalArgumentException("window must be 1 byte or more");
        if (streams < 1) throw new IllegalArgumentException("streams must be 1 or more");
    }

    /// What serves: messages of 4 MiB, windows of 256 KiB, 4096 calls, a sign of life after 10 s
    /// within 5 s and with calls open after 2.5 s within another 2.5 s, no connection for more than
    /// 5 min without a call, no compression.
    public static Terms of(String name) {
        return new Terms(
                name,
                null,
                4 << 20,
                256 << 10,
                4096,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                0);
    }

    /// The same, with a secret.
    public Terms withSecret(Secret shared) {
        return new Terms(
                name, shared, message, window, streams, handshake, quiet, patience, silence, idle,
                compress);
    }

    /// The same, with messages of so many bytes compressed.
    public Terms withCompression(int from) {
        return new Terms(
                name, secret, message, window, streams, handshake, quiet, patience, silence, idle,
                from);
    }

    /// The same, with this window.
    public Terms withWindow(int bytes) {
        return new Terms(
                name, secret, message, bytes, streams, handshake, quiet, patience, silence, idle,
                compress);
    }

    /// The same, with a sign of life asked for after `quietness`, and awaited for `patient`,
    /// whether calls are open or not.
    public Terms withKeepAlive(Duration quietness, Duration patient) {
        return new Terms(
                name,
                secret,
                message,
                window,
                streams,
                handshake,
                quietness,
                patient,
                quietness.plus(patient),
                idle,
                compress);
    }

    /// The same, but a connection is closed when no call was made for so long.
    public Terms withIdle(Duration most) {
        return new Terms(
                name, secret, message, window, streams, handshake, quiet, patience, silence, most,
                compress);
    }
}
