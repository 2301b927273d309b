// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.cluster.ConflictException;
import dev.galley.cluster.Coordination;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Settings;
import dev.galley.cluster.Settings.Version;
import dev.galley.web.ClusterPools;
import dev.galley.web.ClusterPools.PoolsVersion;
import dev.galley.web.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// What the admin API sees and does of the pools that the nodes of a cluster agree on.
///
/// @param own the configuration of this node
record PoolsDesk(Coordination coordination, Path own) {
    ClusterPools pools() throws Refused {
        List<Version> versions = versions();
        if (versions.isEmpty())
            throw new Refused(404, "each node has the pools of its file: no others were agreed on");
        return status(versions);
    }

    private List<Version> versions() throws Refused {
        try {
            return coordination.settings().versions(AgreedPools.TEXT);
        } catch (CoordinationException e) {
            throw new Refused(503, String.valueOf(e.getMessage()));
        }
    }

    private static ClusterPools status(List<Version> versions) {
        Version newest = versions.getFirst();
        return new ClusterPools(
                newest.number(),
                newest.text(),
                versions.stream()
                        .map(one ->
                                new PoolsVersion(
                                        one.number(),
                                        one.author(),
                                        Instant.ofEpochMilli(one.written())))
                        .toList());
    }

    /// Agrees on those of a file of this node.
    ClusterPools take(String file) throws Refused {
        if (!UpgradeDesk.isAbsolute(file))
            throw new Refused(422, "file must be an absolute path on the node that is asked");
        return write(text(Path.of(file)), file);
    }

    /// Pools may name commands and files: whoever reaches the admin API must not choose those.
    private String text(Path file) throws Refused {
        try (var in = Files.newInputStream(file)) {
            new Trusted(own).demand(file);
            return new String(in.readNBytes(Settings.LONGEST + 1), UTF_8);
        } catch (NoSuchFileException e) {
            throw new Refused(422, file + ": there is no such file on this node");
        } catch (IOException e) {
            throw new Refused(422, "the file is not taken: " + e.getMessage());
        }
    }

    /// Agrees on an earlier version again.
    ClusterPools back(long number) throws Refused {
        List<Version> versions = versions();
        for (Version one : versions)
            if (one.number() == number) return write(one.text(), "version " + number);
        throw Refused.unknown(
                "version",
                Long.toString(number),
                versions.stream().map(one -> Long.toString(one.number())).toList());
    }

    /// @param name what problems call the text
    private ClusterPools write(String text, String name) throws Refused {
        String self = coordination.membership().self().name();
        try {
            AgreedPools.over(Site.read(own), text, name);
            List<Version> before = versions();
            long after = before.isEmpty() ? 0 : before.getFirst().number();
            coordination.settings().write(AgreedPools.TEXT, after, self, text);
            return status(versions());
        } catch (StartException e) {
            throw new Refused(422, "refused; nothing has changed", e.errors());
        } catch (ConflictException e) {
            throw new Refused(409, e.getMessage() + "; ask once more");
        } catch (CoordinationException e) {
            throw new Refused(503, String.valueOf(e.getMessage()));
        }
    }
}
