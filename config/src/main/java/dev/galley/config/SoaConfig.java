// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The start of authority of a zone (RFC 1035, section 3.3.13).
public record SoaConfig(
        @Setting(
                        value = "The first name server; absent: the zone's own name.",
                        form = Form.DNS_NAME)
                @Nullable String primary,
        @Setting(
                        value =
                                "The mailbox of who is responsible, with a dot for its @; absent:"
                                        + " hostmaster. and the zone's name.",
                        form = Form.DNS_NAME)
                @Nullable String contact,
        @Setting(value = "The version of the zone.", byDefault = "1", max = "999999999") int serial,
        @Setting(value = "For secondaries; nothing is transferred.", byDefault = "1h", max = "7d")
                Duration refresh,
        @Setting(value = "For secondaries, likewise.", byDefault = "15m", max = "7d")
                Duration retry,
        @Setting(value = "For secondaries, likewise.", byDefault = "7d", max = "365d")
                Duration expire,
        @Setting(
                        value =
                                "How long a resolver may remember that a name or type does not"
                                        + " exist.",
                        byDefault = "1m",
                        max = "1d")
                Duration negativeTtl) {
    public SoaConfig {
        Rules.check(SoaConfig.class, primary, contact, serial, refresh, retry, expire, negativeTtl);
    }
}
