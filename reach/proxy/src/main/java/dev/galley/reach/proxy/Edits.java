// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.HeaderEdits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Changes of header lines, ready to write: names that are dropped, and lines that are added at the
/// end.
final class Edits {
    private final byte[][] dropped;
    private final byte[] added;

    Edits(HeaderEdits config) {
        List<byte[]> names = new ArrayList<>();
        for (String name : config.remove()) names.add(Words.of(name.toLowerCase(Locale.ROOT)));
        for (String name : config.set().keySet())
            names.add(Words.of(name.toLowerCase(Locale.ROOT)));
        StringBuilder lines = new StringBuilder();
        for (Map<String, String> more : List.of(config.set(), config.add()))
            more.forEach(
                    (name, value) -> lines.append(name).append(": ").append(value).append("\r\n"));
        this.dropped = names.toArray(byte[][]::new);
        this.added = Words.of(lines.toString());
    }

    /// Whether line `i` is dropped.
    boolean drops(Head head, int i) {
        for (byte[] name : dropped)
            if (Chars.is(head.b, head.nameFrom[i], head.nameTo[i], name)) return true;
        return false;
    }

    byte[] added() {
        return added;
    }
}
