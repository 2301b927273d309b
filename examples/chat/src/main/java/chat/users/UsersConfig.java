// SPDX-License-Identifier: Apache-2.0
package chat.users;

import chat.database.DatabaseConfig;
import dev.galley.config.bind.Setting;
import java.time.Duration;

/// What the module is told.
public record UsersConfig(
        @Setting(value = "Where its tables are.", inline = true) DatabaseConfig database,
        @Setting(value = "How long a login is good for.", byDefault = "30d") Duration login) {}
