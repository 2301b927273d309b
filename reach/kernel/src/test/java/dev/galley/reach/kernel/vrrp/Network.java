// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import static dev.galley.reach.kernel.vrrp.Events.SECOND;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/// Routers on a simulated network that loses and delays packets, stands still and splits, by a
/// seed. Time passes only as far as somebody waits for it.
final class Network {
    /// A router and what it has done to the addresses; one that does not run hears nothing until it
    /// goes on, and then all of it.
    static final class Node {
        final VirtualRouter router;
        final InetAddress address;
        boolean holds;
        boolean stopped;
        int side;
        private final List<Runnable> waiting = new ArrayList<>();

        Node(Settings settings) {
            router = new VirtualRouter(settings);
            address = settings.own();
        }
    }

    private record Event(long at, long order, Runnable run) {}

    final List<Node> nodes = new ArrayList<>();
    final SplittableRandom random;
    double loss;
    long delay = 1_000_000;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long now;
    private long order;

    /// The greatest number of those that held the addresses at a time, since it was last set.
    int most;

    Network(long seed, int count) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            InetAddress own = InetAddress.ofLiteral("10.0.0." + (i + 1));
            int priority = random.nextInt(1, 255);
            long advert = random.nextInt(1, 101) * 10_000_000L;
            nodes.add(new Node(new Settings(own, priority, advert, true, 0)));
        }
    }

    void start(Node node) {
        act(node, node.router.start(now, "started"));
    }

    /// Lets time pass.
    void run(long nanos) {
        long end = now + nanos;
        while (true) {
            long due = end;
            for (Node node : nodes)
                if (!node.stopped) due = Math.min(due, Math.max(now, node.router.deadline()));
            Event next = events.peek();
            if (next != null && next.at <= due) {
                events.remove(next);
                now = Math.max(now, next.at);
                next.run.run();
            } else if (due < end) {
                now = due;
                for (Node node : nodes) if (!node.stopped) act(node, node.router.tick(now));
            } else {
                now = end;
                return;
            }
        }
    }

    /// Stands still, and its addresses go after three seconds.
    void stop(Node node) {
        node.stopped = true;
        events.add(
                new Event(
                        now + 3 * SECOND,
                        order++,
                        () -> {
                            if (node.stopped) node.holds = false;
                        }));
    }

    void go(Node node) {
        node.stopped = false;
        node.waiting.forEach(Runnable::run);
        node.waiting.clear();
        act(node, node.router.tick(now));
    }

    long holders() {
        return nodes.stream().filter(node -> node.holds).count();
    }

    /// Who must win: the highest priority, and among equals the highest address.
    Node best() {
        return nodes.stream()
                .filter(node -> node.router.role() != Role.INITIALIZE)
                .max(
                        Comparator.comparingInt((Node node) -> node.router.priority())
                                .thenComparingInt(nodes::indexOf))
                .orElseThrow();
    }

    void act(Node node, List<Action> actions) {
        for (Action action : actions)
            switch (action) {
                case Action.Hold _ -> node.holds = true;
                case Action.Release _ -> node.holds = false;
                case Action.Announce _, Action.Tell _ -> {}
                case Action.Advertise(int priority) -> send(node, priority);
            }
        most = Math.max(most, (int) holders());
    }

    private void send(Node from, int priority) {
        int centiseconds = from.router.settings().centiseconds();
        Advert advert = Events.advert(priority, centiseconds);
        for (Node to : nodes)
            if (to != from && to.side == from.side && random.nextDouble() >= loss) {
                long at = now + random.nextLong(delay);
                events.add(new Event(at, order++, () -> deliver(from, to, advert)));
            }
    }

    private void deliver(Node from, Node to, Advert advert) {
        Runnable hear = () -> act(to, to.router.receive(now, from.address, advert));
        if (to.stopped) to.waiting.add(hear);
        else hear.run();
    }
}
