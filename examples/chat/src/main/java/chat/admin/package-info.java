// SPDX-License-Identifier: Apache-2.0
/// The module of the administration.
@NullMarked
package chat.admin;

import org.jspecify.annotations.NullMarked;
