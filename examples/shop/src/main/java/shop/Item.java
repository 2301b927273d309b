// SPDX-License-Identifier: Apache-2.0
package shop;

/// Some pieces of a product, in a cart or an order.
///
/// @param price of a piece, in cents, as the buyer has seen it
public record Item(String product, int pieces, long price) {
    public long total() {
        return pieces * price;
    }
}
