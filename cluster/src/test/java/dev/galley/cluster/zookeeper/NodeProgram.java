// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Epoch;
import dev.galley.cluster.Fence;
import dev.galley.cluster.Instance;
import dev.galley.cluster.Member;
import dev.galley.cluster.Node;
import dev.galley.cluster.Term;
import dev.galley.config.Address;
import dev.galley.config.ClusterConfig;
import dev.galley.config.Config;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A node in a process of its own. It says on standard output what it learns, does what standard
/// input says, and stands for the role `planner`: who has that sends acts to all members, who say
/// which of them they have admitted.
final class NodeProgram {
    private final Coordination cluster;
    private final Fence fence;

    private NodeProgram(Coordination cluster) {
        this.cluster = cluster;
        this.fence = cluster.election().fence("planner");
    }

    public static void main(String[] arguments) throws Exception {
        ClusterConfig config = Config.load(Path.of(arguments[0])).cluster();
        Address bind = Address.parse(arguments[2]);
        Node self = new Node(arguments[1], bind, config.labels(), "1");
        try (Coordination cluster = ZooKeeperCoordination.start(config, self);
                ServerSocket door =
                        new ServerSocket(bind.port(), 50, InetAddress.getLoopbackAddress())) {
            new NodeProgram(cluster).run(door);
        }
        say("left");
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private void run(ServerSocket door) throws IOException {
        cluster.membership().watch(standing -> say("standing " + standing));
        cluster.membership().listen(members -> say("members " + members.keySet()));
        cluster.registry().listen(offers -> say("offers " + offers.size()));
        cluster.settings().listen(all -> all.forEach((name, v) -> say(name + " " + v.text())));
        cluster.election().stand("planner", this::lead);
        Thread.ofPlatform().daemon().start(() -> admit(door));
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String order; (order = orders.readLine()) != null && !order.equals("leave"); )
            follow(order.split(" "));
    }

    private void follow(String[] order) {
        try {
            switch (order[0]) {
                case "write" -> {
                    long after = Long.parseLong(order[2]);
                    var version = cluster.settings().write(order[1], after, "test", order[3]);
                    say("wrote " + version.number());
                }
                case "back" -> {
                    long to = Long.parseLong(order[2]);
                    say("wrote " + cluster.settings().rollBack(order[1], to, "test").number());
                }
                case "offer" -> {
                    Node self = cluster.membership().self();
                    cluster.registry()
                            .offer(
                                    new Instance(
                                            order[1], self.name(), self.address(), "1", Map.of()));
                }
                case "facts" -> say("facts " + cluster.facts());
                default -> say("what?");
            }
        } catch (CoordinationException e) {
            say("failed " + e.getMessage());
        }
    }

    private void lead(Term term) throws InterruptedException {
        say("leads " + term.epoch().value());
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (Member member : cluster.membership().members().values()) act(member, term);
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } finally {
            say("ends " + term.epoch().value());
        }
    }

    private static void act(Member member, Term term) {
        Address address = member.node().address();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), 100);
            socket.getOutputStream().write((term.epoch().value() + "\n").getBytes(UTF_8));
        } catch (IOException e) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void admit(ServerSocket door) {
        long last = 0;
        while (!door.isClosed())
            try (Socket socket = door.accept();
                    var in =
                            new BufferedReader(
                                    new InputStreamReader(socket.getInputStream(), UTF_8))) {
                socket.setSoTimeout(1000);
                String line = in.readLine();
                if (line == null) continue;
                long epoch = Long.parseLong(line);
                boolean admitted = fence.admits(new Epoch(epoch));
                if (admitted && epoch != last) say("admits " + epoch);
                if (admitted) last = epoch;
                else say("refuses " + epoch);
            } catch (IOException e) {
                if (door.isClosed()) return;
            }
    }
}
