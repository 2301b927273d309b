// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.lock;

import dev.galley.rpc.processor.model.DeclaredModel.Section;
import java.util.List;
import java.util.Optional;

/// A section of the lock file: a service, a message, an enum or a union, and the numbers of what is
/// in it.
///
/// @param of of a service, the qualified name of its interface; else empty
/// @param removed of a service: it has been given up
/// @param entries by their numbers
record Block(Section section, String of, boolean removed, List<Entry> entries) {
    /// A field, a constant, a kind or a method.
    ///
    /// @param type the type of a field, the kind of a method; empty: neither
    /// @param removed its number is never used again
    record Entry(int number, String name, String type, boolean removed) {
        Entry asRemoved() {
            return new Entry(number, name, type, true);
        }

        /// Whether peers that do not know the field leave it out without harm.
        boolean canBeAbsent() {
            return type.endsWith("?") || type.endsWith(">");
        }
    }

    boolean isService() {
        return section.kind().equals("service");
    }

    Optional<Entry> entry(String name) {
        return entries.stream().filter(e -> !e.removed() && e.name().equals(name)).findFirst();
    }

    /// The next number that has never been used.
    int next() {
        return 1 + entries.stream().mapToInt(Entry::number).max().orElse(0);
    }
}
