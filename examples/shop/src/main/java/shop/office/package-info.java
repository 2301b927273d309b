// SPDX-License-Identifier: Apache-2.0
/// The module of the back office.
@NullMarked
package shop.office;

import org.jspecify.annotations.NullMarked;
