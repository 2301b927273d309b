// SPDX-License-Identifier: Apache-2.0
/// Spreads a search over all that align.
@NullMarked
package genes.search;

import org.jspecify.annotations.NullMarked;
