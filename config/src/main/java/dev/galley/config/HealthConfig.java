// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An active health check. A bare word is short for `{type: WORD}`.
public sealed interface HealthConfig {
    /// How often, how long, how many.
    CheckTiming timing();

    /// The port that is checked; null: the member's own.
    @Nullable Integer port();

    /// `tcp`: a connection is accepted.
    record Tcp(
            @Setting(value = "How often, how long, how many.", inline = true) CheckTiming timing,
            @Setting("The port that is checked; absent: the member's own.") @Nullable Integer port)
            implements HealthConfig {}

    /// `http`: a request is answered as expected.
    record Http(
            @Setting(value = "The target of the request.", byDefault = "/") String path,
            @Setting(value = "Its method.", byDefault = "GET") String method,
            @Setting("Its Host; absent: the member's address.") @Nullable String host,
            @Setting("More header lines.") Map<String, String> headers,
            @Setting("What the answer must be.") Expect expect,
            @Setting(value = "How often, how long, how many.", inline = true) CheckTiming timing,
            @Setting("The port that is checked; absent: the member's own.") @Nullable Integer port)
            implements HealthConfig {}

    /// What an HTTP answer must be.
    record Expect(
            @Setting(
                            value = "Status codes: 200, 200-399, or a list of them.",
                            byDefault = "200-399")
                    List<StatusRange> status,
            @Setting("Text that the first 64 KiB of the body contain.") @Nullable String body,
            @Setting("Header lines the answer must carry; * is any value.")
                    Map<String, String> headers) {}
}
