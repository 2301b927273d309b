// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import java.util.Set;

/// Members that are no more than names; there are those of every name, but the gone ones.
record Names(Set<String> gone) implements Members<String> {
    @Override
    public String name(String member) {
        return member;
    }

    @Override
    public String named(String name) {
        return gone.contains(name) ? null : name;
    }

    @Override
    public boolean gone(String member) {
        return gone.contains(member);
    }
}
