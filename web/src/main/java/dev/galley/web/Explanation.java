// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which member would serve a request, and why.
///
/// @param member who would serve; null: nobody can
/// @param reason why this one
/// @param candidates all members, in the order in which they would be tried
public record Explanation(
        String pool,
        String policy,
        @Nullable String member,
        String reason,
        List<Candidate> candidates) {
    /// A member that was looked at.
    ///
    /// @param usable whether it could serve
    /// @param reason why, or why not
    public record Candidate(String member, boolean usable, String reason) {}
}
