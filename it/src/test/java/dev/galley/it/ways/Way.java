// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.ways;

import java.io.IOException;
import java.util.List;

/// A way to a pool, as a client goes it.
interface Way extends AutoCloseable {
    /// Asks so many times at once.
    ///
    /// @param first the number of the first; each has a key of its own by its number
    /// @return the addresses of the members that were given
    /// @throws IOException if only one is not served
    List<String> ask(int first, int count) throws IOException;

    @Override
    default void close() throws IOException {}
}
