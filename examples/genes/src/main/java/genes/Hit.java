// SPDX-License-Identifier: Apache-2.0
package genes;

import java.util.Comparator;

/// The best local alignment of a query with a sequence. Positions count from 1, as in BLAST.
///
/// @param query its number in the search, from 0
/// @param sequence its name
/// @param at where it begins in the file, in bytes
/// @param cigar how they lie to each other: `40M2D60M` is 40 pairs, 2 letters that the query lacks,
///   and 60 pairs; `I` are letters that it has more (SAM specification, 1.4)
public record Hit(
        int query,
        String sequence,
        long at,
        int score,
        int queryFrom,
        int queryTo,
        int from,
        int to,
        String cigar) {
    /// By query, the best first; no two hits are equal, since a sequence has one for each query.
    public static final Comparator<Hit> ORDER =
            Comparator.comparingInt(Hit::query)
                    .thenComparing(Hit::score, Comparator.reverseOrder())
                    .thenComparingLong(Hit::at);
}
