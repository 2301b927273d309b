// SPDX-License-Identifier: Apache-2.0
/// Aligns sequences with those of a file.
@NullMarked
package genes.align;

import org.jspecify.annotations.NullMarked;
