// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;
import java.util.List;
import java.util.stream.Stream;

/// Servers that do one thing together: `zk1:2181,zk2:2181,zk3:2181`.
@Written(
        what = "addresses with ports, with commas between them",
        example = "\"zk1:2181,zk2:2181,zk3:2181\"",
        pattern =
                "(\\[[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*\\]|[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*):[0-9]{1,5}"
                        + "(,(\\[[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*\\]"
                        + "|[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*):[0-9]{1,5}){0,30}")
public record Servers(List<Address> addresses) {
    /// Reads what the file has.
    ///
    /// @throws IllegalArgumentException as [Address#parse]
    public static Servers parse(String text) {
        return new Servers(Stream.of(text.split(",", -1)).map(Address::parse).toList());
    }

    @Override
    public String toString() {
        return String.join(",", addresses.stream().map(Address::toString).toList());
    }
}
