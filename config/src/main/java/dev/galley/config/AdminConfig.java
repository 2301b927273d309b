// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import org.jspecify.annotations.Nullable;

/// Where the admin API listens. A bare address is short for `{bind: ADDRESS}`.
public record AdminConfig(
        @Setting(
                        value = "The address to listen on; anything but loopback demands a token.",
                        byDefault = "127.0.0.1:9900")
                Address bind,
        @Setting("The bearer token that every request must carry.") @Nullable String token) {}
