// SPDX-License-Identifier: Apache-2.0

import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Memory of a relay with idle connections, each of which has sent a byte and got it back: 50,000,
/// or as many as is said (`IdleRelay.java 9000`). Clients come from 127.0.0.1 and up, 20,000 from
/// each, and members listen there. The relay and this program need two open files a connection
/// each, which root may have; where it may not, as many connections are made as there can be. See
/// bench/README.md.
public final class IdleRelay {
    private static final int OF_AN_ADDRESS = 20_000;
    private static final int MEMBERS = 4;
    private static final int SPARE_FILES = 1000;

    public static void main(String[] args) throws Exception {
        String command = System.getenv().getOrDefault("GALLEY_CMD", "");
        try (Rig rig = new Rig()) {
            List<String> members = echo();
            int connections = possible(args.length == 0 ? 50_000 : Integer.parseInt(args[0]));
            String core = Runtime.getRuntime().availableProcessors() == 1 ? "0" : "1";
            measure(rig.startRelay(core, command, members), connections);
        }
    }

    /// Lets this process, and so what it starts, open files enough.
    ///
    /// @return how many connections there are files for: `wanted`, or fewer
    private static int possible(int wanted) throws Exception {
        String pid = String.valueOf(ProcessHandle.current().pid()), prlimit = "prlimit";
        int files = 2 * wanted + SPARE_FILES;
        new ProcessBuilder(prlimit, "--pid", pid, "--nofile=" + files + ":" + files)
                .redirectErrorStream(true)
                .start()
                .waitFor();
        Process asked =
                new ProcessBuilder(prlimit, "--pid", pid, "--nofile", "-o", "SOFT", "--noheadings")
                        .start();
        int allowed = Integer.parseInt(new String(asked.getInputStream().readAllBytes()).strip());
        if (allowed >= files) return wanted;
        int possible = (allowed - SPARE_FILES) / 2;
        System.out.printf(
                Locale.ROOT,
                "%d connections, not %d: a process may open %d files here, and this one may not"
                        + " raise that (CAP_SYS_RESOURCE)%n",
                possible,
                wanted,
                allowed);
        return possible;
    }

    /// Members that send back what they get, on a thread of their own.
    private static List<String> echo() throws Exception {
        Selector selector = Selector.open();
        List<String> members = new ArrayList<>();
        for (int i = 1; i <= MEMBERS; i++) {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress("127.0.0." + i, 0), 4096);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
            var at = (InetSocketAddress) server.getLocalAddress();
            members.add(at.getAddress().getHostAddress() + ":" + at.getPort());
        }
        Thread.ofPlatform().daemon().start(() -> serve(selector));
        return members;
    }

    private static void serve(Selector selector) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64);
        try {
            while (true)
                selector.select(
                        key -> {
                            try {
                                serve(selector, key, buffer);
                            } catch (Exception broken) {
                                key.cancel();
                            }
                        });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void serve(Selector selector, SelectionKey key, ByteBuffer buffer)
            throws Exception {
        if (key.isAcceptable()) {
            SocketChannel accepted = ((ServerSocketChannel) key.channel()).accept();
            accepted.configureBlocking(false);
            accepted.register(selector, SelectionKey.OP_READ);
            return;
        }
        SocketChannel channel = (SocketChannel) key.channel();
        if (channel.read(buffer.clear()) < 0) channel.close();
        else channel.write(buffer.flip());
    }

    private static void measure(Rig.Proxy relay, int connections) throws Exception {
        List<SocketChannel> open = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) ask(relay, 0).close();
            long before = relay.resident();
            for (int i = 0; i < connections; i++) open.add(ask(relay, i));
            Thread.sleep(2000);
            long after = relay.resident();
            System.out.printf(
                    Locale.ROOT,
                    "%.1f MiB with %d idle connections, %.1f MiB before: %.2f KiB each%n",
                    after / 1048576.0,
                    connections,
                    before / 1048576.0,
                    (after - before) / 1024.0 / connections);
            // Each of them still works.
            for (SocketChannel channel : open) ask(channel);
        } finally {
            for (SocketChannel channel : open) channel.close();
        }
    }

    private static SocketChannel ask(Rig.Proxy relay, int i) throws Exception {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(new InetSocketAddress("127.0.0." + (1 + i / OF_AN_ADDRESS), 0));
        channel.connect(new InetSocketAddress("127.0.0.1", relay.port()));
        ask(channel);
        return channel;
    }

    private static void ask(SocketChannel channel) throws Exception {
        ByteBuffer one = ByteBuffer.allocate(1);
        channel.write(one);
        if (channel.read(one.clear()) != 1)
            throw new IllegalStateException("the relay closed a connection");
    }
}
