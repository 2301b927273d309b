// SPDX-License-Identifier: Apache-2.0
/// What the modules of the shop offer each other. Who asks travels with the call, as {@link User}
/// tells: the page knows that from the session, and the other modules believe it.
@NullMarked
package shop;

import org.jspecify.annotations.NullMarked;
