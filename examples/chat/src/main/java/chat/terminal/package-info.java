// SPDX-License-Identifier: Apache-2.0
/// A client in the terminal, by the same WebSocket as the page in the browser.
@NullMarked
package chat.terminal;

import org.jspecify.annotations.NullMarked;
