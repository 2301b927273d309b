// SPDX-License-Identifier: Apache-2.0
/// The module of the messages.
@NullMarked
package chat.messages;

import org.jspecify.annotations.NullMarked;
