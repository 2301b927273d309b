// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

/// What {@link Pool#explain} says of one member.
///
/// @param inFlight requests under way
/// @param latency what it needs to answer, in nanoseconds, as the policy remembers it; 0: unknown,
///   or the policy does not ask
/// @param load what it says of its own load, as believed now; 0 also if the policy does not ask
/// @param chosen whether the request would go to it now
/// @param why why, or why not
public record Explanation(
        MemberState state, int inFlight, double latency, double load, boolean chosen, String why) {}
