// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import java.util.List;
import java.util.TreeMap;

/// Priority groups: the best group is used first; while fewer than `min-up` members of the groups
/// in use are up, the next group is used *as well*. (F5 calls it priority group activation.)
final class Priorities {
    private Priorities() {}

    /// The worst priority in use.
    static int last(List<MemberState> members, int minUp) {
        TreeMap<Integer, Integer> upByPriority = new TreeMap<>();
        for (MemberState m : members)
            upByPriority.merge(m.config().priority(), m.eligible() ? 1 : 0, Integer::sum);
        int up = 0;
        for (var group : upByPriority.entrySet()) {
            up += group.getValue();
            if (up >= Math.max(1, minUp)) return group.getKey();
        }
        return upByPriority.isEmpty() ? 1 : upByPriority.lastKey();
    }
}
