// SPDX-License-Identifier: Apache-2.0
package shop;

import java.util.List;

/// What was sold in some days.
///
/// @param orders how many
/// @param amount in cents
/// @param sales by product, the best first
public record Report(long orders, long amount, List<Sale> sales) {
    /// Of one product.
    ///
    /// @param amount in cents
    public record Sale(String product, long pieces, long amount) {}
}
