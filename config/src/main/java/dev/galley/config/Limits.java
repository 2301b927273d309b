// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How much a client may send. What is above is refused: 431 for heads, 414 for targets, 413 for
/// bodies.
public record Limits(
        @Setting(
                        value = "The whole head of a request or an answer.",
                        byDefault = "64KiB",
                        min = "1KiB",
                        max = "1MiB")
                Size head,
        @Setting(value = "One line of it.", byDefault = "16KiB", min = "256B", max = "1MiB")
                Size line,
        @Setting(
                        value = "Header lines.",
                        byDefault = "100",
                        min = "1",
                        max = "" + Limits.MOST_HEADERS)
                int headers,
        @Setting("A request's body; absent: no limit.") @Nullable Size body,
        @Setting(
                        value = "Requests on one connection.",
                        byDefault = "10000",
                        min = "1",
                        max = "100000000")
                int requests,
        @Setting(
                        value = "Connections at a time.",
                        byDefault = "100000",
                        min = "1",
                        max = "10000000")
                int connections,
        @Setting(
                        value =
                                "Bytes a second that a request's body must come with, once it has"
                                        + " lasted for min-rate-after, and an answer that waits for"
                                        + " the client must go with; 0: any.",
                        byDefault = "100B",
                        max = "1GiB")
                Size minRate,
        @Setting(
                        value = "How long a request's body may take before min-rate counts.",
                        byDefault = "1m",
                        max = "1d")
                Duration minRateAfter) {
    /// The most header lines that `headers` can allow: a parser has room for no more.
    public static final int MOST_HEADERS = 1000;

    public Limits {
        Rules.check(
                Limits.class,
                head,
                line,
                headers,
                body,
                requests,
                connections,
                minRate,
                minRateAfter);
        if (line.compareTo(head) > 0)
            throw new IllegalArgumentException("line must not be above the limit of the head");
    }
}
