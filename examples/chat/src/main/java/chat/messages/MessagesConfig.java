// SPDX-License-Identifier: Apache-2.0
package chat.messages;

import chat.database.DatabaseConfig;
import dev.galley.config.bind.Setting;
import java.time.Duration;

/// What the module is told.
public record MessagesConfig(
        @Setting(value = "Where its tables are.", inline = true) DatabaseConfig database,
        @Setting(
                        value = "How often it looks for what other processes have taken.",
                        byDefault = "100ms",
                        min = "1ms",
                        max = "1m")
                Duration poll) {}
