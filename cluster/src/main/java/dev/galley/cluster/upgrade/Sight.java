// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.upgrade;

import java.util.SortedMap;

/// What the driver sees.
///
/// @param told by the members
/// @param first what they had told when the upgrade came to where it is
/// @param millis how long ago that was
/// @param driver the node that it is, which goes last
record Sight(
        SortedMap<String, Told> told, SortedMap<String, Told> first, long millis, String driver) {}
