// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A header line.
public final class HeaderClue implements Clue {
    private final byte[] name;

    HeaderClue(String name) {
        this.name = name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    /// In lower case; not to be changed.
    public byte[] name() {
        return name;
    }
}
