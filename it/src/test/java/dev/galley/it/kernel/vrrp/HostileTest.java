// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.vrrp;

import static dev.galley.reach.kernel.vrrp.Role.ACTIVE;
import static dev.galley.reach.kernel.vrrp.Role.BACKUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.reach.kernel.system.KernelException;
import dev.galley.reach.kernel.system.NativeSocket;
import dev.galley.reach.kernel.system.SocketAddresses;
import dev.galley.reach.kernel.vrrp.Refusal;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Packets from somebody on the same network who wants the address, or harm.
@NeedsNetwork
class HostileTest {
    private static final String ADDRESS = "10.0.0.100";
    private static final String GROUP =
            "{address: 10.0.0.100/24, interface: eth0, router-id: 51, priority: 150, advert: 50ms}";
    private static final InetAddress ROUTERS = InetAddress.ofLiteral("224.0.0.18");
    private static final int SOL_SOCKET = 1, SO_BINDTODEVICE = 25, IP_MULTICAST_TTL = 33;

    private final Lan lan = new Lan();
    private final Host one = lan.host(1), attacker = lan.host(9);

    @AfterEach
    void end() {
        lan.close();
    }

    /// The advert of one who would win: priority 255, and an interval of 50 ms.
    private static byte[] advert() {
        byte[] message = {0x31, 51, -1, 1, 0, 5, 0, 0, 10, 0, 0, 100};
        int sum = 0;
        for (int i = 0; i < message.length; i += 2)
            sum += ((message[i] & 0xFF) << 8) | (message[i + 1] & 0xFF);
        sum = ~((sum & 0xFFFF) + (sum >> 16)) & 0xFFFF;
        message[6] = (byte) (sum >> 8);
        message[7] = (byte) sum;
        return message;
    }

    private static byte[] with(int at, int value) {
        byte[] message = advert();
        message[at] = (byte) value;
        return message;
    }

    private static NativeSocket open(int ttl) throws KernelException {
        NativeSocket socket =
                NativeSocket.open(
                        "an attacker's socket",
                        SocketAddresses.AF_INET,
                        NativeSocket.SOCK_RAW,
                        112);
        socket.option(SOL_SOCKET, SO_BINDTODEVICE, "eth0\0".getBytes(StandardCharsets.US_ASCII));
        socket.option(0, IP_MULTICAST_TTL, ttl);
        return socket;
    }

    private void send(int ttl, byte[]... messages) {
        attacker.call(() -> {
            try (NativeSocket socket = open(ttl)) {
                for (byte[] message : messages)
                    socket.send(
                            ByteBuffer.wrap(message), SocketAddresses.of(ROUTERS, 0), new byte[0]);
            }
            return 0;
        });
    }

    @Test
    void whoeverIsNoRouterOfThisNetworkIsNotBelieved() {
        try (Router router = new Router(one, GROUP)) {
            router.await(ADDRESS, ACTIVE);
            send(254, advert());
            send(255, with(0, 0x21), with(0, 0x32), with(3, 2), with(6, 1), with(1, 52));
            send(255, Arrays.copyOf(advert(), 7), Arrays.copyOf(advert(), 13));
            Router.soon(() -> refused(router).values().stream().mapToLong(n -> n).sum() == 7);
            assertThat(refused(router))
                    .isEqualTo(
                            Map.of(
                                    Refusal.TTL,
                                    1L,
                                    Refusal.VERSION,
                                    1L,
                                    Refusal.TYPE,
                                    1L,
                                    Refusal.LENGTH,
                                    3L,
                                    Refusal.CHECKSUM,
                                    1L));
            assertThat(router.role(ADDRESS)).isEqualTo(ACTIVE);
            send(255, advert());
            router.await(ADDRESS, BACKUP);
        }
    }

    private static Map<Refusal, Long> refused(Router router) {
        return router.status(ADDRESS).refused();
    }

    @Test
    void noPacketOfChanceKeepsItFromItsWork() {
        var random = new SplittableRandom(7);
        byte[][] messages = new byte[20_000][];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = new byte[random.nextInt(1, 1400)];
            random.nextBytes(messages[i]);
            if (messages[i].length > 1) messages[i][1] = 51;
            if (random.nextBoolean()) messages[i][0] = 0x31;
        }
        try (Router router = new Router(one, GROUP)) {
            router.await(ADDRESS, ACTIVE);
            send(255, messages);
            long sent = router.status(ADDRESS).sent();
            Router.soon(() -> router.status(ADDRESS).sent() > sent + 10);
            assertThat(router.role(ADDRESS)).isEqualTo(ACTIVE);
            assertThat(refused(router)).containsKeys(Refusal.VERSION, Refusal.LENGTH);
            assertThat(router.told).hasSize(2);
        }
    }
}
