// SPDX-License-Identifier: Apache-2.0
/// The module of what the orders tell.
@NullMarked
package shop.analytics;

import org.jspecify.annotations.NullMarked;
