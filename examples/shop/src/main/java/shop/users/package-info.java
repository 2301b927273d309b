// SPDX-License-Identifier: Apache-2.0
/// The module of the users.
@NullMarked
package shop.users;

import org.jspecify.annotations.NullMarked;
