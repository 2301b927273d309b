// SPDX-License-Identifier: Apache-2.0
package genes;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;
import java.util.stream.Stream;

/// Searches the whole file, on all nodes that have an {@link Aligner}.
@Service
public interface Searches {
    /// Tells how it goes on, and at last what was found. Who leaves gives the search up; who comes
    /// again with the same search, here or to another node, finds what was done of it. Fails with
    /// `bad-search`.
    @Idempotent
    Stream<Update> search(Search search);
}
