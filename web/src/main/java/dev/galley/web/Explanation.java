// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which member would serve a request, and why.
///
/// @param member who would serve; null: nobody can
/// @param candidates all members, in the order of the file
public record Explanation(
        String pool, String policy, @Nullable String member, List<Candidate> candidates) {
    /// A member that was looked at.
    ///
    /// @param reason why it would serve, or why not
    public record Candidate(String member, String reason) {}
}
