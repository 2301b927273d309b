// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long a relayed client may take. How long its member may take to accept a connection is the
/// pool's `connect`.
public record RelayTimeouts(
        @Setting(
                        value =
                                "Without a byte either way; absent: 1h, for UDP 30s. UDP has no"
                                        + " other end of a session.",
                        min = "1ms",
                        max = "7d")
                @Nullable Duration idle,
        @Setting(
                        value =
                                "To send the PROXY protocol header, if one is due, and then the TLS"
                                        + " hello that routes by sni wait for.",
                        byDefault = "5s",
                        min = "1ms",
                        max = "1d")
                Duration hello) {
    public RelayTimeouts {
        Rules.check(RelayTimeouts.class, idle, hello);
    }
}
