// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.util.List;

/// A pool.
///
/// @param policy how a member is chosen, by the word of the file
/// @param up how many members serve
/// @param waiting requests that wait for a member to have room
public record PoolStatus(
        String pool, String policy, int up, int waiting, List<MemberStatus> members) {}
