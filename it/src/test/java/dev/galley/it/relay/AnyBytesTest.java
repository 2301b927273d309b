// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.net.Soon;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Whatever bytes a relay is sent that looks for headers and names in them: what a member gets of
/// it is what was sent, nothing stays open, and the next client is served.
///
/// A few seconds by default, from the same seed each time; longer, and from another seed, with
/// `-Dgalley.fuzz=PT10M` (an ISO 8601 duration).
class AnyBytesTest {
    private static final int BATCH = 256;
    private static final byte[] HEADER_V1 =
            "PROXY TCP4 192.0.2.1 198.51.100.2 4321 443\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEADER_V2 =
            "\r\n\r\n\0\r\nQUIT\n!\u0011\0\u000c\1\2\3\4\5\6\7\10\0\1\0\2"
                    .getBytes(StandardCharsets.ISO_8859_1);

    private final byte[] hello = NamedTest.hello("shop.example.com");
    private final AtomicInteger served = new AtomicInteger();

    AnyBytesTest() throws Exception {}

    @Test
    void noBytesHarmARelayThatLooksIntoThem() throws Exception {
        boolean longer = System.getProperty("galley.fuzz") != null;
        Duration time = Duration.parse(System.getProperty("galley.fuzz", "PT3S"));
        long end = System.nanoTime() + time.toNanos();
        try (Peer echo = Peer.echo();
                Relayed relay = Relayed.of(yaml(echo))) {
            long from = longer ? System.nanoTime() : 1;
            for (; System.nanoTime() < end; from += BATCH) batch(from, relay);
            assertThat(served.get()).isPositive();
            byte[] whole = join(HEADER_V1, hello);
            assertThat(send(relay, new Random(1), whole)).isEqualTo(hello);
            Soon.until(() -> relay.open() == 0);
        }
    }

    private static String yaml(Peer member) {
        return """
        pools: {all: {members: ["%s"]}}
        listeners:
          - bind: 127.0.0.1:0
            via: relay
            proxy-protocol: [127.0.0.0/8]
            timeout: {hello: 200ms}
            routes: [{match: {sni: ["*.example.com"]}, pool: all}]
        """
                .formatted(member.address());
    }

    private void batch(long from, Relayed relay) throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var all =
                    LongStream.range(from, from + BATCH)
                            .mapToObj(seed -> clients.submit(() -> one(seed, relay)))
                            .toList();
            for (var each : all) each.get();
        }
    }

    /// Sends what belongs to the seed: what comes back is the end of it, or nothing.
    private Void one(long seed, Relayed relay) throws IOException {
        Random random = new Random(seed);
        byte[] sent = bytes(random);
        byte[] back = send(relay, random, sent);
        if (back.length > 0) {
            served.incrementAndGet();
            assertThat(back)
                    .as("seed %d", seed)
                    .isEqualTo(Arrays.copyOfRange(sent, sent.length - back.length, sent.length));
        }
        return null;
    }

    private byte[] bytes(Random random) {
        byte[] header = random.nextBoolean() ? HEADER_V1 : HEADER_V2;
        byte[] bytes = join(header, hello);
        switch (random.nextInt(4)) {
            case 0 -> random.nextBytes(bytes);
            case 1 -> damage(random, bytes, 0, header.length);
            case 2 -> damage(random, bytes, header.length, bytes.length);
            default -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        }
        return bytes;
    }

    private static void damage(Random random, byte[] bytes, int from, int to) {
        for (int n = random.nextInt(4); n >= 0; n--)
            bytes[random.nextInt(from, to)] = (byte) random.nextInt(256);
    }

    /// What comes back of these bytes, sent in pieces; nothing too if the relay breaks it off.
    private static byte[] send(Relayed relay, Random random, byte[] bytes) throws IOException {
        try (Socket client = relay.client()) {
            client.setTcpNoDelay(true);
            for (int at = 0, next; at < bytes.length; at = next) {
                next = Math.min(bytes.length, at + 1 + random.nextInt(200));
                client.getOutputStream().write(bytes, at, next - at);
            }
            client.shutdownOutput();
            return client.getInputStream().readAllBytes();
        } catch (SocketException refused) {
            return new byte[0];
        }
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
