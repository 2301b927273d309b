// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Bytes: `hex:` and two digits for each, or a text, which stands for its UTF-8.
///
/// @param text as it is written in the file
@Written(
        what = "a payload",
        example = "ping or hex:00ff2a",
        pattern = "hex:([0-9A-Fa-f]{2})+|(?!hex:)[\\s\\S]+")
public record Payload(String text) {
    private static final String HEX = "hex:";

    /// Reads what the file has.
    public static Payload parse(String text) {
        return new Payload(text);
    }

    /// The bytes, anew each time.
    public byte[] bytes() {
        return text.startsWith(HEX)
                ? HexFormat.of().parseHex(text, HEX.length(), text.length())
                : text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text;
    }
}
