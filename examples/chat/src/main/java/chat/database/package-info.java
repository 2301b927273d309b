// SPDX-License-Identifier: Apache-2.0
/// What all processes share.
@NullMarked
package chat.database;

import org.jspecify.annotations.NullMarked;
