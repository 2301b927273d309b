// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/// What was at a path at some moment. What is there later may be older by its date: archives bring
/// theirs along, and a link can be set to what has long been there.
///
/// @param real where links led to
/// @param key what the file system knows it by; null: by nothing
/// @param size in bytes; -1: nothing was there
record Imprint(Path path, Path real, @Nullable Object key, long size, FileTime modified) {
    /// As it is now.
    static Imprint of(Path path) {
        try {
            Path real = path.toRealPath();
            var now = Files.readAttributes(real, BasicFileAttributes.class);
            return new Imprint(path, real, now.fileKey(), now.size(), now.lastModifiedTime());
        } catch (IOException e) {
            return new Imprint(path, path, null, -1, FileTime.fromMillis(0));
        }
    }

    /// Whether it is there still.
    boolean stands() {
        return size >= 0 && of(path).equals(this);
    }
}
