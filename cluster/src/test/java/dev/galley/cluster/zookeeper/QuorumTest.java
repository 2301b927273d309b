// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.config.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuorumTest {
    private final Seat self = new Seat(new Address("127.0.0.1", 7800));
    @TempDir private Path data;
    private Path folder;
    private Quorum quorum;

    @BeforeEach
    void begin() {
        folder = data.resolve("shop/n1");
        quorum = new Quorum(folder);
    }

    @Test
    void whatTheNodesAgreeOnIsOnTheDiskForNobodyElse() throws IOException {
        quorum.hold().close();
        assertThat(Files.getPosixFilePermissions(folder))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aFolderIsOneProcessAtATime() throws IOException {
        try (var _ = quorum.hold()) {
            assertThatThrownBy(() -> new Quorum(folder).hold())
                    .hasMessageStartingWith("another process of this machine is the node n1");
        }
        quorum.hold().close();
    }

    @Test
    void listsOfServersThatWereBeforeAreTakenAwayAtTheNextStart() throws IOException {
        quorum.hold().close();
        quorum.begin(self, Map.of(self.id(), self.voter()), Map.of());
        Path old = Files.createFile(folder.resolve("zoo.cfg.dynamic.100000009"));
        quorum.resume(self, Map.of());
        assertThat(old).doesNotExist();
        assertThat(quorum.has(self)).isTrue();
    }

    /// A process that ends while it writes leaves what there was.
    @Test
    void aServerThatStartsAnewFindsTheEnsembleAlsoIfItsFileWasBeingWritten() throws IOException {
        quorum.hold().close();
        quorum.begin(self, Map.of(self.id(), self.voter()), Map.of("tickTime", "500"));
        assertThat(quorum.has(self)).isTrue();
        Path before = Files.createLink(data.resolve("before"), quorum.file());
        quorum.resume(self, Map.of("tickTime", "700"));
        assertThat(before).content().contains("tickTime=500");
        assertThat(quorum.file()).content().contains("tickTime=700");
        assertThat(quorum.has(self)).isTrue();
    }
}
