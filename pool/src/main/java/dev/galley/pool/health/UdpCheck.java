// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import dev.galley.config.HealthConfig;
import dev.galley.config.HealthConfig.Silence;
import dev.galley.config.Payload;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// `udp`: one datagram is sent (RFC 768). ICMP's "port unreachable" (RFC 792, RFC 4443) is down at
/// once. If an answer is expected, the first one must contain it. If none is, silence is up unless
/// configured otherwise: most servers ignore what they do not understand, so nginx and keepalived
/// take it so, too.
record UdpCheck(HealthConfig.Udp config) implements Check {
    /// Of an answer, in bytes.
    private static final int LIMIT = 8192;

    @Override
    public @Nullable String check(InetSocketAddress target, Deadline deadline) throws IOException {
        Payload expect = config.expect();
        try {
            byte[] answer = ask(target, config.send().bytes(), deadline);
            return expect == null || text(answer).contains(text(expect.bytes()))
                    ? null
                    : "the answer does not contain \"" + Reasons.quote(expect.text()) + "\"";
        } catch (SocketTimeoutException silence) {
            if (expect == null && config.silence() == Silence.UP) return null;
            throw silence;
        }
    }

    /// The answer to one datagram, cut after [#LIMIT] bytes.
    ///
    /// @throws java.net.PortUnreachableException if nobody listens there, and the host says so
    static byte[] ask(InetSocketAddress target, byte[] question, Deadline deadline)
            throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(target);
            socket.send(new DatagramPacket(question, question.length));
            DatagramPacket answer = new DatagramPacket(new byte[LIMIT], LIMIT);
            socket.setSoTimeout(deadline.millisLeft());
            socket.receive(answer);
            return Arrays.copyOf(answer.getData(), answer.getLength());
        }
    }

    /// Each byte as a character.
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
