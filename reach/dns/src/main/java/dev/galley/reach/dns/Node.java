// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A name that is there: it has records, a pool that answers, or names below it. Written while a
/// {@link Directory} is made, only read afterwards.
final class Node {
    /// In wire format, lower case.
    final byte[] name;

    final Zone zone;

    /// Its static records.
    final List<RecordSet> sets = new ArrayList<>();

    /// The pool that answers; null: none.
    @Nullable Service service;

    /// Services whose members have host names below this name.
    final List<Service> hosts = new ArrayList<>();

    /// The wildcard below it; null: none.
    @Nullable Node wildcard;

    /// Whether it begins another server's zone: it has name servers, and is not this zone's apex.
    boolean delegated;

    final int hash;
    @Nullable Node next;

    Node(byte[] name, Zone zone, int hash) {
        this.name = name;
        this.zone = zone;
        this.hash = hash;
    }

    /// Its static records of a type; null: none.
    @Nullable RecordSet set(int type) {
        for (int i = 0; i < sets.size(); i++) if (sets.get(i).type() == type) return sets.get(i);
        return null;
    }
}
