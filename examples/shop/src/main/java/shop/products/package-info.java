// SPDX-License-Identifier: Apache-2.0
/// The module of the products.
@NullMarked
package shop.products;

import org.jspecify.annotations.NullMarked;
