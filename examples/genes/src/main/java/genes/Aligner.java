// SPDX-License-Identifier: Apache-2.0
package genes;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;
import java.util.List;

/// Finds sequences in a file of DNA (FASTA) that are like others. All who serve this have the same
/// file.
@Service
public interface Aligner {
    /// The length of the file in bytes.
    @Idempotent
    long length();

    /// The best local alignments of each query with the sequences of a slice of the file.
    ///
    /// @param best how many of each query
    @Idempotent
    Hits align(Slice slice, List<Query> queries, int best);
}
