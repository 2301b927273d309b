// SPDX-License-Identifier: Apache-2.0
/// The search in a terminal.
@NullMarked
package genes.terminal;

import org.jspecify.annotations.NullMarked;
