// SPDX-License-Identifier: Apache-2.0
/// The module of the orders.
@NullMarked
package shop.orders;

import org.jspecify.annotations.NullMarked;
