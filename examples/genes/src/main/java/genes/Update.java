// SPDX-License-Identifier: Apache-2.0
package genes;

/// What is told of a search.
public sealed interface Update {
    /// How it goes on.
    ///
    /// @param share 0 to 1
    /// @param done slices
    /// @param running slices
    /// @param again slices that were begun anew since their node had died or failed
    /// @param hedged slices that were begun a second time since they took long
    record Running(double share, int done, int running, int again, int hedged) implements Update {}

    /// The end.
    record Found(Hits hits) implements Update {}
}
