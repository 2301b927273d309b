// SPDX-License-Identifier: Apache-2.0
/// The module of the groups.
@NullMarked
package chat.groups;

import org.jspecify.annotations.NullMarked;
