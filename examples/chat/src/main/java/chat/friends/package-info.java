// SPDX-License-Identifier: Apache-2.0
/// The module of the friends.
@NullMarked
package chat.friends;

import org.jspecify.annotations.NullMarked;
