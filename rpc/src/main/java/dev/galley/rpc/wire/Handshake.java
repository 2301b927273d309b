// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import java.security.MessageDigest;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// How both sides get to know each other, and prove that they share a secret without saying it
/// (challenge and response by HMAC-SHA-256, RFC 2104):
///
///     client                          server
///     HELLO with a nonce        ->
///                               <-    HELLO with a nonce
///     HMAC(client, both HELLOs) ->
///                               <-    HMAC(server, both HELLOs)
///
/// The client proves itself first: a server says nothing by which the secret could be guessed to
/// whoever knocks. That the proofs differ by the side keeps them from being played back. It says
/// who is there, not that nobody changes what is sent later: that takes TLS.
final class Handshake {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final boolean client;
    private final Terms terms;
    private final Greeting mine;
    private @Nullable Greeting theirs;
    private boolean proved;

    Handshake(boolean client, Terms terms) {
        this.client = client;
        this.terms = terms;
        byte[] nonce = new byte[Greeting.NONCE];
        RANDOM.nextBytes(nonce);
        this.mine = Greeting.of(terms, nonce);
    }

    /// This side's HELLO.
    byte[] hello() {
        return mine.bytes();
    }

    /// The other side has said HELLO.
    void hello(byte[] payload) throws WireException {
        if (theirs != null) throw new WireException("HELLO came twice");
        theirs = Greeting.read(payload);
    }

    /// This side's PROOF, once the other side has said HELLO; empty without a secret.
    byte[] proof() {
        return proof(client);
    }

    /// The other side has sent its PROOF.
    void proof(byte[] payload) throws WireException {
        if (theirs == null || proved) throw new WireException("PROOF came where none can be");
        if (terms.secret() != null && !MessageDigest.isEqual(proof(!client), payload))
            throw new WireException(
                    payload.length == 0
                            ? "a secret is needed here, and there is none on the other side"
                            : "the other side has another secret");
        proved = true;
    }

    /// Whether both sides know each other.
    boolean done() {
        return proved;
    }

    /// What the other side has said.
    ///
    /// @throws IllegalStateException if it has said nothing yet
    Greeting theirs() {
        Greeting known = theirs;
        if (known == null) throw new IllegalStateException("no HELLO so far");
        return known;
    }

    private byte[] proof(boolean ofClient) {
        Secret secret = terms.secret();
        if (secret == null) return new byte[0];
        byte[] first = client ? mine.bytes() : theirs().bytes();
        byte[] second = client ? theirs().bytes() : mine.bytes();
        return secret.proof(ofClient ? "galley client" : "galley server", first, second);
    }
}
