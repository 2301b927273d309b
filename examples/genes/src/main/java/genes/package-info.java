// SPDX-License-Identifier: Apache-2.0
/// A search for genes: what its modules offer each other and the world.
@NullMarked
package genes;

import org.jspecify.annotations.NullMarked;
