// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import org.jspecify.annotations.Nullable;

/// Where the admin API listens. A bare address is short for `{bind: ADDRESS}`.
public record AdminConfig(
        @Setting(
                        value = "The address to listen on; anything but loopback demands a token.",
                        byDefault = "127.0.0.1:9900",
                        bare = true)
                Address bind,
        @Setting(value = "The bearer token that every request must carry.", form = Form.SECRET)
                @Nullable String token) {
    public AdminConfig {
        Rules.check(AdminConfig.class, bind, token);
        if (token == null && !bind.isLoopback())
            throw new IllegalArgumentException(
                    "bind " + bind + " is not loopback; that demands a token");
    }
}
