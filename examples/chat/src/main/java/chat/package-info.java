// SPDX-License-Identifier: Apache-2.0
/// A chat server: what its modules offer each other and the world.
@NullMarked
package chat;

import org.jspecify.annotations.NullMarked;
