// SPDX-License-Identifier: Apache-2.0
/// The module of the users.
@NullMarked
package chat.users;

import org.jspecify.annotations.NullMarked;
