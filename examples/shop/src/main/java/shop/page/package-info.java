// SPDX-License-Identifier: Apache-2.0
/// The door: what browsers connect to.
@NullMarked
package shop.page;

import org.jspecify.annotations.NullMarked;
