// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The whole of `galley.yaml`.
public record Config(
        @Setting(value = "The admin API, metrics and dashboard.", byDefault = "127.0.0.1:9900")
                AdminConfig admin,
        @Setting("The pools by name.") Map<String, PoolConfig> pools,
        @Setting("Where clients connect.") List<ListenerConfig> listeners,
        @Setting(value = "How long SIGTERM waits for requests under way.", byDefault = "30s")
                Duration drain) {}
