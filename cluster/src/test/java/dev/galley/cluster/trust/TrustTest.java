// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.trust;

import static java.nio.file.Files.getPosixFilePermissions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.config.tls.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
    private static final String SECRET = "a-secret-for-tests-only";

    @TempDir private Path folder;

    /// Whether both sides accept each other.
    private static boolean meet(SSLContext one, SSLContext other) throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (var door =
                (SSLServerSocket) one.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
            door.setNeedClientAuth(true);
            CompletableFuture<Boolean> served = CompletableFuture.supplyAsync(() -> serve(door));
            try (var socket =
                    (SSLSocket)
                            other.getSocketFactory().createSocket(loopback, door.getLocalPort())) {
                socket.setSoTimeout(30_000);
                return socket.getInputStream().read() == 1 && served.get(30, TimeUnit.SECONDS);
            } catch (IOException e) {
                return false;
            }
        }
    }

    private static boolean serve(SSLServerSocket door) {
        try (var socket = door.accept()) {
            socket.getOutputStream().write(1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private SSLContext node(String folderName, String node) throws Exception {
        Path in = folder.resolve(folderName);
        Authority.in(in, "shop", Instant.now())
                .certify(node, List.of("127.0.0.1", "localhost"), Instant.now());
        return Trust.ofFiles(file(in, node, "pem"), file(in, node, "key"), file(in, "ca", "pem"));
    }

    private static String file(Path folder, String name, String kind) {
        return folder.resolve(name + "." + kind).toString();
    }

    @Test
    void nodesThatKnowTheSecretOfTheClusterAcceptEachOtherAndNobodyElse() throws Exception {
        SSLContext own = Trust.ofSecret("shop", SECRET);
        assertThat(meet(own, Trust.ofSecret("shop", "another-secret-for-tests"))).isFalse();
        assertThat(meet(own, Trust.ofSecret("bank", SECRET))).isFalse();
        // Derived anew after the other one, as in another process.
        assertThat(meet(own, Trust.ofSecret("shop", SECRET))).isTrue();
    }

    @Test
    void nodesOfOneAuthorityAcceptEachOtherAndNobodyElse() throws Exception {
        SSLContext one = node("ours", "n1");
        assertThat(meet(one, node("ours", "n2"))).isTrue();
        assertThat(meet(one, node("theirs", "n2"))).isFalse();
        assertThat(meet(one, Trust.ofSecret("shop", SECRET))).isFalse();
    }

    @Test
    void aCertificateIsForTheHostsOfItsNode() throws Exception {
        node("ours", "n1");
        Path in = folder.resolve("ours");
        Identity identity = Identity.read(file(in, "n1", "pem"), file(in, "n1", "key"));
        assertThat(identity.names()).containsExactly("localhost");
        assertThat(identity.warning(Instant.now())).isNull();
        assertThat(identity.certificate().getSubjectAlternativeNames())
                .contains(List.of(7, "127.0.0.1"));
        identity.certificate()
                .verify(Identity.authorities(file(in, "ca", "pem")).getFirst().getPublicKey());
    }

    @Test
    void keysAreForTheirOwnerAloneAndNothingIsOverwritten() throws Exception {
        node("ours", "n1");
        assertThat(getPosixFilePermissions(folder.resolve("ours/n1.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> node("ours", "n1"))
                .hasMessageContaining("n1 has a certificate in")
                .hasMessageEndingWith("already");
    }

    @Test
    void anAuthorityCertifiesNodesOfItsOwnClusterAlone() throws Exception {
        node("ours", "n1");
        Path in = folder.resolve("ours");
        assertThatThrownBy(() -> Authority.in(in, "bank", Instant.now()))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        in
                                + " has the authority of the cluster shop; for bank name another"
                                + " --folder");
    }

    @Test
    void theProofForAnEnsembleOfTheUsersDoesNotTellTheSecret() throws Exception {
        String proof = Trust.proof("shop", SECRET);
        assertThat(proof).doesNotContain(SECRET).isNotEqualTo(Trust.proof("bank", SECRET));
        assertThat(proof).isEqualTo(Trust.proof("shop", SECRET));
    }
}
