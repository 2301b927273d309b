// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.util.List;

/// How many like answers over UDP one network gets: who forges source addresses finds no amplifier.
public record DnsRateConfig(
        @Setting(
                        value =
                                "Like answers a second to one /24 or /56; what is above is dropped;"
                                        + " 0: any number.",
                        byDefault = "200",
                        max = "1000000",
                        bare = true)
                int answers,
        @Setting(
                        value =
                                "Every so many of those dropped are answered with TC instead, so"
                                        + " that real clients come by TCP; 0: none.",
                        byDefault = "2",
                        max = "100")
                int slip,
        @Setting("Networks that are not limited: resolvers of your own.") List<Cidr> exempt) {
    public DnsRateConfig {
        Rules.check(DnsRateConfig.class, answers, slip, exempt);
    }
}
