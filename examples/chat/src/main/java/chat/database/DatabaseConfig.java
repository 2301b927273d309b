// SPDX-License-Identifier: Apache-2.0
package chat.database;

import dev.galley.config.bind.Setting;

/// Where the tables are; the same for all modules.
///
/// @param url `jdbc:h2:./chat`, a file that the processes of one machine share, or
///   `jdbc:postgresql://HOST/NAME`
public record DatabaseConfig(
        @Setting(value = "The JDBC URL.", byDefault = "jdbc:h2:./chat") String url,
        @Setting(value = "The user.", byDefault = "chat") String user,
        @Setting(value = "The user's password.", byDefault = "") String password) {}
