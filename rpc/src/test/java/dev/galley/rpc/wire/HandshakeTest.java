// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static final Terms NONE = Terms.of("node-1");
    private static final Terms SECRET =
            NONE.withSecret(new Secret("0123456789abcdef".getBytes(UTF_8)));
    private static final Terms OTHER =
            NONE.withSecret(new Secret("0123456789abcdeX".getBytes(UTF_8)));

    private static void shake(Terms ofClient, Terms ofServer) throws WireException {
        Handshake client = new Handshake(true, ofClient), server = new Handshake(false, ofServer);
        server.hello(client.hello());
        client.hello(server.hello());
        server.proof(client.proof());
        client.proof(server.proof());
        assertThat(client.done() && server.done()).isTrue();
        assertThat(server.theirs().name()).isEqualTo("node-1");
        assertThat(server.theirs().window()).isEqualTo(ofClient.window());
    }

    @Test
    void sidesOfOneSecretKnowEachOther() throws Exception {
        shake(SECRET, SECRET);
        shake(NONE, NONE);
    }

    @Test
    void sidesOfDifferentSecretsDoNot() {
        assertThatThrownBy(() -> shake(OTHER, SECRET)).hasMessageContaining("another secret");
        assertThatThrownBy(() -> shake(NONE, SECRET)).hasMessageContaining("a secret is needed");
        assertThatThrownBy(() -> shake(SECRET, NONE)).hasMessageContaining("a secret is needed");
    }

    @Test
    void aProofPlayedBackIsNone() throws Exception {
        Handshake client = new Handshake(true, SECRET), server = new Handshake(false, SECRET);
        server.hello(client.hello());
        client.hello(server.hello());
        byte[] proof = client.proof();
        assertThatThrownBy(() -> client.proof(proof)).isInstanceOf(WireException.class);
        Handshake later = new Handshake(false, SECRET);
        later.hello(client.hello());
        assertThatThrownBy(() -> later.proof(proof)).isInstanceOf(WireException.class);
    }

    @Test
    void aProofBeforeHelloIsRefused() {
        assertThatThrownBy(() -> new Handshake(false, NONE).proof(new byte[0]))
                .hasMessageContaining("PROOF");
    }

    @Test
    void aHelloOfALaterVersionIsReadAsFarAsItIsKnown() throws Exception {
        byte[] hello = new Handshake(true, NONE).hello();
        byte[] longer = java.util.Arrays.copyOf(hello, hello.length + 20);
        longer[1] = 9;
        assertThat(Greeting.read(longer).name()).isEqualTo("node-1");
        assertThatThrownBy(() -> Greeting.read(new byte[40])).hasMessageContaining("too short");
    }

    @Test
    void aShortSecretIsRefused() {
        assertThatThrownBy(() -> new Secret(new byte[15])).hasMessageContaining("16 bytes");
    }
}
