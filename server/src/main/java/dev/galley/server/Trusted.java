// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/// Files that only those can have written who could have started this process with them. The admin
/// API is open to all users of a machine, where it listens on loopback without a token; what it has
/// the process run must not be theirs.
final class Trusted {
    private static final int STICKY = 01000;

    private final Set<UserPrincipal> owners = new HashSet<>();

    /// @param running the file that this process was started with
    Trusted(Path running) throws IOException {
        owners.add(Files.getOwner(Path.of("/")));
        owners.add(Files.getOwner(Path.of("/proc/self")));
        owners.add(Files.getOwner(running));
    }

    /// Looks at a file or folder, and at all folders above it.
    ///
    /// @throws IOException with a sentence, if others may have written it
    void demand(Path path) throws IOException {
        if (!Files.exists(path)) throw new IOException(path + ": there is no such file");
        demandAll(path.toAbsolutePath());
        demandAll(path.toRealPath());
    }

    private void demandAll(Path path) throws IOException {
        for (Path each = path; each != null; each = each.getParent())
            if (!isOurs(each))
                throw new IOException(
                        each
                                + " belongs to another user, or others may write it: chown it to"
                                + " the user that Galley runs as, and chmod o-w");
    }

    private boolean isOurs(Path path) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!owners.contains(attributes.owner())) return false;
        if (attributes.isSymbolicLink()) return true;
        return !attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)
                || (attributes.isDirectory() && isSticky(path));
    }

    /// Whether nobody can take away in it what is somebody else's, as in `/tmp`.
    private static boolean isSticky(Path folder) throws IOException {
        Object mode = Files.getAttribute(folder, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return ((int) Objects.requireNonNull(mode) & STICKY) != 0;
    }
}
