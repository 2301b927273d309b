// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;

/// How long a client may take.
public record ListenerTimeouts(
        @Setting(
                        value = "To send the head of a request.",
                        byDefault = "10s",
                        min = "1ms",
                        max = "1d")
                Duration head,
        @Setting(value = "Between two parts of a body.", byDefault = "30s", min = "1ms", max = "1d")
                Duration body,
        @Setting(
                        value = "To take anything of an answer that waits for it.",
                        byDefault = "30s",
                        min = "1ms",
                        max = "1d")
                Duration send,
        @Setting(value = "Between two requests.", byDefault = "75s", min = "1ms", max = "1d")
                Duration idle,
        @Setting(
                        value = "Without a byte either way in a tunnel (WebSocket).",
                        byDefault = "1h",
                        min = "1ms",
                        max = "1d")
                Duration tunnel) {
    public ListenerTimeouts {
        Rules.check(ListenerTimeouts.class, head, body, send, idle, tunnel);
    }
}
