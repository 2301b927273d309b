// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.time.Duration;

/// How long a client may take.
public record ListenerTimeouts(
        @Setting(value = "To send the head of a request.", byDefault = "10s") Duration head,
        @Setting(value = "Between two parts of a body.", byDefault = "30s") Duration body,
        @Setting(value = "To take anything of an answer that waits for it.", byDefault = "30s")
                Duration send,
        @Setting(value = "Between two requests.", byDefault = "75s") Duration idle,
        @Setting(value = "Without a byte either way in a tunnel (WebSocket).", byDefault = "1h")
                Duration tunnel) {}
