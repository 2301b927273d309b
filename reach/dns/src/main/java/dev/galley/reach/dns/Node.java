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
    final int hash;

    /// Its static records.
    final List<RecordSet> sets = new ArrayList<>();

    /// The pool that answers; null: none.
    @Nullable Service service;

    /// Services whose members have host names below this name.
    final List<Service> hosts = new ArrayList<>();

    /// The wildcard below it (RFC 4592); null: none.
    @Nullable Node wildcard;

    /// The next one in the same bucket.
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

    /// Whether it is the first name of its zone.
    boolean isApex() {
        return name.length == zone.apex.length;
    }

    /// Whether another server's zone begins here.
    boolean isDelegated() {
        return !isApex() && set(Type.NS) != null;
    }
}
