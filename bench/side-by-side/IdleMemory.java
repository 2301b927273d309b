// SPDX-License-Identifier: Apache-2.0

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Memory that an idle keep-alive connection costs a proxy: what its resident memory grows by when
/// 10,000 connections have sent one request each and stay open. See bench/README.md.
public final class IdleMemory {
    private static final int CONNECTIONS = 10_000;
    private static final byte[] REQUEST =
            "GET /1KiB HTTP/1.1\r\nHost: bench\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    public static void main(String[] args) throws Exception {
        String command = System.getenv().getOrDefault("GALLEY_CMD", "");
        try (Rig rig = new Rig()) {
            rig.startBackend("0", "1KiB");
            Wrk wrk = new Wrk(rig, "2,3");
            measure(rig.startNginx("1", ""), wrk);
            measure(rig.startHaproxy("1"), wrk);
            if (!command.isEmpty()) measure(rig.startGalley("1", command, 1), wrk);
        }
    }

    /// The load before has the proxy touch what it will use anyhow.
    private static void measure(Rig.Proxy proxy, Wrk wrk) throws Exception {
        wrk.load(proxy, "1KiB", 64, proxy.name().equals("galley") ? 15 : 2);
        long before = proxy.resident();
        List<SocketChannel> open = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) open.add(ask(proxy));
            Thread.sleep(2000);
            long after = proxy.resident();
            System.out.printf(
                    Locale.ROOT,
                    "%-8s %6.2f KiB a connection (%.1f MiB before, %.1f MiB with %d open)%n",
                    proxy.name(),
                    (after - before) / 1024.0 / CONNECTIONS,
                    before / 1048576.0,
                    after / 1048576.0,
                    CONNECTIONS);
        } finally {
            for (SocketChannel channel : open) channel.close();
        }
    }

    private static SocketChannel ask(Rig.Proxy proxy) throws Exception {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress("127.0.0.1", proxy.port()));
        channel.write(ByteBuffer.wrap(REQUEST));
        ByteBuffer answer = ByteBuffer.allocate(4096);
        while (!whole(answer))
            if (channel.read(answer) < 0)
                throw new IllegalStateException(proxy.name() + " closed a connection");
        return channel;
    }

    private static boolean whole(ByteBuffer answer) {
        String text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        int head = text.indexOf("\r\n\r\n");
        return head >= 0 && text.length() >= head + 4 + Rig.BODIES.get("1KiB");
    }
}
