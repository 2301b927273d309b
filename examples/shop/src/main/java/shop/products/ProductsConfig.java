// SPDX-License-Identifier: Apache-2.0
package shop.products;

import dev.galley.config.bind.Setting;
import java.util.Map;
import shop.database.DatabaseConfig;

/// What the module is told.
public record ProductsConfig(
        @Setting(value = "Where its tables are.", inline = true) DatabaseConfig database,
        @Setting("What a shop begins with that has no products, by their ids.")
                Map<String, First> first) {
    /// A product of the first day.
    ///
    /// @param english its name
    /// @param chinese its name
    /// @param price of a piece, in cents
    /// @param stock how many pieces there are
    public record First(String english, String chinese, long price, int stock) {}
}
