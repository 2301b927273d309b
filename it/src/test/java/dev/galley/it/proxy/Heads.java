// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/// Writes heads that are wrong in one way, as arguments of a test: the status that refuses it (a
/// pattern), and the bytes.
final class Heads {
    static final String END = "\r\n\r\n";

    private Heads() {}

    static String get(String target, String fields) {
        return "GET " + target + " HTTP/1.1\r\n" + fields + END;
    }

    static String post(String fields) {
        String body = "0" + END;
        return "POST / HTTP/1.1\r\nHost: h\r\n" + fields + END + body;
    }

    static Arguments with(String field) {
        return raw(field, post(field));
    }

    static Arguments both(String one, String other) {
        return raw(one + " and " + other, post(one + "\r\n" + other));
    }

    static Arguments coding(String status, String coding) {
        String bytes = post("Transfer-Encoding: " + coding);
        return argumentSet("coding " + shown(coding), status, bytes);
    }

    static Arguments raw(String name, String bytes) {
        return argumentSet(shown(name), "400", bytes);
    }

    /// Control characters made visible, since names of tests stand in XML.
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (char c : text.toCharArray())
            shown.append(c < 0x20 || c >= 0x7f ? "\\x%02x".formatted((int) c) : "" + c);
        return List.of("", " ").contains(text) ? "(" + text + ")" : shown.toString();
    }
}
