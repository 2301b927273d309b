// SPDX-License-Identifier: Apache-2.0
/// The door: what browsers connect to.
@NullMarked
package chat.page;

import org.jspecify.annotations.NullMarked;
