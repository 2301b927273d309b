// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/// The file in the source tree that pins the numbers of fields and methods for ever.
public final class LockFile {
    private final Path path;
    private final String text;
    private final Pins pins;

    private LockFile(Path path, String text, Pins pins) {
        this.path = path;
        this.text = text;
        this.pins = pins;
    }

    /// A file that does not exist is an empty one.
    public static LockFile read(Path path) throws LockException {
        try {
            String text = Files.exists(path) ? Files.readString(path) : "";
            var blocks = LockText.parse(path.toString(), text);
            return new LockFile(path, text, new Pins(new TreeMap<>(blocks), false));
        } catch (IOException e) {
            throw new LockException(path + " cannot be read: " + e);
        }
    }

    public Pins pins() {
        return pins;
    }

    /// All of it, as it is with what is new.
    public String text() {
        return LockText.print(pins.blocks().values());
    }

    /// Writes what is new.
    ///
    /// @param frozen whether that is an error instead
    public void finish(boolean frozen) throws LockException {
        String now = text();
        if (now.equals(text) || (pins.blocks().isEmpty() && text.isEmpty())) return;
        if (frozen) throw new LockException(frozen(now));
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, now);
        } catch (IOException e) {
            throw new LockException(path + " cannot be written: " + e);
        }
    }

    private String frozen(String now) {
        List<String> before = text.lines().toList();
        String first = now.lines().filter(line -> !before.contains(line)).findFirst().orElse("");
        return ("%s is not up to date (`%s`): compile once without -Agalley.lock.frozen (or"
                        + " CI=true), and commit what is written")
                .formatted(path, first.strip());
    }
}
