// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.policy;

import dev.galley.config.HashKey;
import dev.galley.config.PolicyConfig;
import dev.galley.config.Share;
import java.time.Duration;
import java.util.List;

/// One configuration of each policy.
final class Everything {
    static final List<PolicyConfig> POLICIES =
            List.of(
                    new PolicyConfig.RoundRobin(),
                    new PolicyConfig.Ratio(),
                    new PolicyConfig.LeastConnections(),
                    new PolicyConfig.FastestResponse(Duration.ofSeconds(10)),
                    new PolicyConfig.LeastLoad("X-Load"),
                    new PolicyConfig.Random(),
                    new PolicyConfig.Hash(new HashKey.Source(), null),
                    new PolicyConfig.Hash(new HashKey.Source(), new Share(1.25)));

    private Everything() {}
}
