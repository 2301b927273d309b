// SPDX-License-Identifier: Apache-2.0
package shop.analytics;

import dev.galley.config.bind.Setting;
import org.jspecify.annotations.Nullable;
import shop.database.DatabaseConfig;

/// What the module is told.
public record AnalyticsConfig(
        @Setting(value = "Where the tables of the orders are.", inline = true)
                DatabaseConfig database,
        @Setting("The URL of a replica of that, to be read instead; absent or empty: none.")
                @Nullable String replica) {
    DatabaseConfig read() {
        return replica == null || replica.isEmpty() ? database : new DatabaseConfig(replica);
    }
}
