// SPDX-License-Identifier: Apache-2.0

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/// Three machines on one switch: network namespaces and a bridge. Two of them run an echo server,
/// the third one is their client.
final class Segment implements AutoCloseable {
    static final InetAddress VIRTUAL = InetAddress.ofLiteral("10.0.0.100");
    static final int PORT = 27007;

    final Machine one, two, client;
    private final String name = "vf" + Long.toString(ProcessHandle.current().pid(), 36);

    Segment() {
        run("ip link add " + name + " type bridge mcast_snooping 0");
        run("ip link set " + name + " up");
        one = machine(1);
        two = machine(2);
        client = machine(9);
        one.echo(true);
        two.echo(true);
    }

    private Machine machine(int number) {
        Machine machine = new Machine(name + "-" + number, name + "p" + number, number);
        run("ip netns add " + machine.namespace);
        run("ip link add " + machine.port + " type veth peer eth0 netns " + machine.namespace);
        run("ip link set " + machine.port + " master " + name + " up");
        run("ip -n " + machine.namespace + " link set lo up");
        run("ip -n " + machine.namespace + " addr add 10.0.0." + number + "/24 dev eth0");
        run("ip -n " + machine.namespace + " link set eth0 up");
        return machine;
    }

    void unplug(Machine machine) {
        run("ip link set " + machine.port + " down");
    }

    void plug(Machine machine) {
        run("ip link set " + machine.port + " up");
    }

    /// Whether the two hear nothing of each other.
    void apart(boolean apart) {
        for (Machine machine : new Machine[] {one, two})
            run("bridge link set dev " + machine.port + " isolated " + (apart ? "on" : "off"));
    }

    /// What a daemon that was killed has left goes.
    void forget() {
        for (Machine machine : new Machine[] {one, two})
            if (machine.holds())
                try {
                    run("ip -n " + machine.namespace + " addr del 10.0.0.100/24 dev eth0");
                } catch (IllegalStateException e) {
                    // It has gone by itself.
                }
    }

    static void run(String words) {
        try {
            Process process =
                    new ProcessBuilder(words.split(" ")).redirectErrorStream(true).start();
            byte[] said = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0)
                throw new IllegalStateException(
                        words + ": " + new String(said, StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new IllegalStateException(words, e);
        }
    }

    @Override
    public void close() {
        for (Machine machine : new Machine[] {one, two, client})
            run("ip netns del " + machine.namespace);
        run("ip link del " + name);
    }

    /// One of them.
    static final class Machine {
        final String namespace, port;
        final int number;
        private volatile boolean answers;

        Machine(String namespace, String port, int number) {
            this.namespace = namespace;
            this.port = port;
            this.number = number;
        }

        /// Whether its echo server answers.
        void echo(boolean on) {
            if (on && !answers) start(this::echo);
            answers = on;
        }

        private Void echo() throws Exception {
            try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(PORT))) {
                socket.setSoTimeout(20);
                DatagramPacket packet = new DatagramPacket(new byte[16], 16);
                while (answers)
                    try {
                        socket.receive(packet);
                        if (answers) socket.send(packet);
                    } catch (java.io.IOException e) {
                        // Nothing came, or there is no way back just now.
                    }
            }
            return null;
        }

        boolean holds() {
            return start(() -> NetworkInterface.getByInetAddress(VIRTUAL) != null).join();
        }

        /// Does something on a thread of this machine's network (setns(2)).
        <T> CompletableFuture<T> start(Callable<T> work) {
            CompletableFuture<T> result = new CompletableFuture<>();
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> {
                        try {
                            enter();
                            result.complete(work.call());
                        } catch (Throwable e) {
                            result.completeExceptionally(e);
                        }
                    });
            return result;
        }

        private void enter() throws Throwable {
            Linker linker = Linker.nativeLinker();
            var open =
                    linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("open"),
                            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
            var setns =
                    linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("setns"),
                            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
            var close =
                    linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("close"),
                            FunctionDescriptor.of(JAVA_INT, JAVA_INT));
            try (Arena arena = Arena.ofConfined()) {
                int file = (int) open.invokeExact(arena.allocateFrom("/run/netns/" + namespace), 0);
                int entered = (int) setns.invokeExact(file, 0);
                int closed = (int) close.invokeExact(file);
                if (entered != 0 || closed != 0)
                    throw new IllegalStateException("cannot enter " + namespace);
            }
        }
    }
}
