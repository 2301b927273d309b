// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import java.util.List;

/// An HTTP/1 message as it stood on the wire.
///
/// @param start the first line
/// @param fields the header fields, in their order
/// @param length how long the body was, its framing not counted, in bytes
/// @param text the first mebibyte of it
/// @param trailers the fields behind a chunked body
record Message(String start, List<Field> fields, long length, String text, List<Field> trailers) {
    /// One header field.
    record Field(String name, String value) {
        @Override
        public String toString() {
            return name + ": " + value;
        }
    }

    /// The status code of an answer.
    int status() {
        return Integer.parseInt(start.substring(9, 12));
    }

    String method() {
        return start.substring(0, start.indexOf(' '));
    }

    String target() {
        return start.split(" ", -1)[1];
    }

    /// The values of all lines of this name.
    List<String> all(String name) {
        return fields.stream()
                .filter(f -> f.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /// The value of the line of this name; empty if there is none.
    String field(String name) {
        return String.join(" | ", all(name));
    }

    boolean has(String name) {
        return !all(name).isEmpty();
    }
}
