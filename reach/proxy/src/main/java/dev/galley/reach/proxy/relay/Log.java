// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy.relay;

import dev.galley.config.AccessLogConfig;
import dev.galley.pool.Member;
import dev.galley.reach.proxy.AccessLog;
import dev.galley.reach.proxy.Termination;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A relay's access log: a line a session, written when it is over. Any thread.
record Log(AccessLog file) {
    /// @param open the log so far: kept, and begun anew in case it was rotated, if it is the same
    /// @throws IOException if the file can't be written; the message names it
    static @Nullable Log of(@Nullable AccessLogConfig wanted, @Nullable Log open)
            throws IOException {
        if (wanted == null) return null;
        if (open == null || !open.file.config().equals(wanted))
            return new Log(AccessLog.open(wanted));
        open.file.reopen();
        return open;
    }

    /// @param branch null: no route was found
    /// @param member null: none was chosen
    void write(
            InetSocketAddress source,
            @Nullable Branch branch,
            @Nullable Member member,
            long bytesIn,
            long bytesOut,
            long nanos,
            int tries,
            Termination how) {
        String client = source.getAddress().getHostAddress();
        String pool = branch == null ? "" : branch.pool().name();
        String to = member == null ? "" : member.name();
        String line =
                file.config().format() == AccessLogConfig.Format.JSON
                        ? String.format(
                                Locale.ROOT,
                                """
                                {"time":"%s","client":"%s","bytes_in":%d,"bytes_out":%d,\
                                "seconds":%.6f,"pool":"%s","member":"%s","tries":%d,\
                                "termination":"%s"}
                                """,
                                Instant.now(),
                                client,
                                bytesIn,
                                bytesOut,
                                nanos / 1e9,
                                pool,
                                to,
                                tries,
                                how.code())
                        : String.format(
                                Locale.ROOT,
                                "%s - - [%s] \"-\" - %d %s %dus %s%n",
                                client,
                                AccessLog.clock(),
                                bytesOut,
                                to.isEmpty() ? "-" : to,
                                nanos / 1000,
                                how.code());
        file.write(line.getBytes(StandardCharsets.UTF_8));
    }
}
