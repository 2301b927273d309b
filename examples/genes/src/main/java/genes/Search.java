// SPDX-License-Identifier: Apache-2.0
package genes;

import dev.galley.rpc.CallException;
import java.util.List;

/// What is looked for.
///
/// @param id names this search and no other, so that it can be gone on with
/// @param best how many alignments of each query are wanted
public record Search(String id, List<Query> queries, int best) {
    /// Queries of a search, letters of a query, alignments.
    public static final int MOST_QUERIES = 100, LONGEST = 4096, MOST = 100;

    /// Looks whether it can be done.
    ///
    /// @throws CallException with `bad-search`
    public void check() {
        require(id.matches("[!-~]{1,100}"), "an id has 1 to 100 visible characters of ASCII");
        require(best >= 1 && best <= MOST, "1 to " + MOST + " alignments, not " + best);
        int count = queries.size();
        require(count >= 1 && count <= MOST_QUERIES, "1 to 100 queries, not " + count);
        for (Query query : queries)
            require(
                    query.letters().matches("[A-Za-z]{1," + LONGEST + "}"),
                    query.name() + " must have 1 to " + LONGEST + " letters and nothing else");
    }

    private static void require(boolean good, String otherwise) {
        if (!good) throw CallException.failed("bad-search", otherwise);
    }
}
