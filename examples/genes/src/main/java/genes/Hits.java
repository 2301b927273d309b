// SPDX-License-Identifier: Apache-2.0
package genes;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was found so far.
///
/// @param hits the best of each query, in their order
/// @param best how many of each query there are at the most
/// @param cells how many pairs of letters were looked at
public record Hits(List<Hit> hits, int best, long cells) {
    /// Both together. Whichever comes first, and however they are put together: the best of a total
    /// order are the same.
    public Hits plus(Hits other) {
        var byQuery =
                Stream.concat(hits.stream(), other.hits.stream())
                        .sorted(Hit.ORDER)
                        .collect(Collectors.groupingBy(Hit::query));
        List<Hit> both =
                byQuery.values().stream()
                        .flatMap(all -> all.stream().limit(best))
                        .sorted(Hit.ORDER)
                        .toList();
        return new Hits(both, best, cells + other.cells);
    }
}
