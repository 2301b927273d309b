// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.it.shop.Line.Attempt;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What befalls the machines of the shop while people buy there, and what they see of it.
final class Storm implements AutoCloseable {
    private static final int BUYERS = 6, TOLD = 40;

    private static final Duration LONG = Duration.ofSeconds(100);

    /// So long the others may not have noticed: a session with ZooKeeper, and a check of the page.
    private static final Duration NOTICED = Duration.ofSeconds(3);

    /// What befalls a node, and ends again.
    enum Fault {
        KILL,
        STOP,
        CUT
    }

    /// What has befallen a node, by {@link System#nanoTime}.
    private record Blow(Fault fault, String node, URI page, long begun, long over) {
        boolean meets(Attempt attempt) {
            return attempt.ended() - begun >= 0 && attempt.begun() - over <= 0;
        }

        boolean isOf(Attempt attempt) {
            return attempt.page().equals(page);
        }

        /// Of calls that the others have taken those fail that were under way at the node.
        boolean explains(Attempt failed) {
            return meets(failed) && (isOf(failed) || failed.begun() - begun < NOTICED.toNanos());
        }
    }

    private final Machines machines;
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final List<Customer> all = new ArrayList<>();
    private final List<Blow> blows = new ArrayList<>();
    private final Map<String, List<Instant>> standstills = new HashMap<>();
    private final Customer root;

    /// Each buys at one machine only.
    private final List<Customer> markers = new ArrayList<>();

    private final Ledger ledger;
    private final HttpClient drawing = HttpClient.newHttpClient();
    private final Thread drawer = Thread.ofVirtual().unstarted(this::draw);
    private volatile boolean over;

    Storm(Machines machines) {
        this.machines = machines;
        root = customer("root", machines.pages()).registers();
        List<Customer> buyers = new ArrayList<>();
        for (int i = 0; i < BUYERS; i++)
            buyers.add(customer("customer-" + i, machines.pages()).registers());
        for (String node : Machines.NODES)
            markers.add(customer("marker-" + node, List.of(machines.page(node))).registers());
        ledger = new Ledger(buyers, root);
        drawer.start();
        ledger.begin();
        ledger.goesOn(BUYERS);
        attempts.clear();
    }

    private Customer customer(String name, List<URI> pages) {
        Customer customer = new Customer(name, new Line(name, pages, attempts::add));
        all.add(customer);
        return customer;
    }

    /// Draws from the well all the time, at each machine in turn.
    private void draw() {
        for (int i = 0; !over; i++) {
            URI uri = machines.gate(Machines.NODES.get(i % 3)).resolve("/well");
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofMillis(500)).build();
            try {
                drawing.send(request, BodyHandlers.discarding());
            } catch (IOException e) {
                // That machine is not there; the next one is asked.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// Has it happen to a node, and end, and waits until all is as it was before.
    ///
    /// @param least for how long, at least; in any case until the others go on without it
    void befalls(Fault fault, String node, Duration least) throws Exception {
        boolean leads = machines.leader().equals(node);
        List<String> others = Machines.NODES.stream().filter(Predicate.not(node::equals)).toList();
        long begun = System.nanoTime();
        standstills.computeIfAbsent(node, _ -> new ArrayList<>());
        if (fault != Fault.CUT) standstills.get(node).add(Instant.now());
        begins(fault, node);
        machines.goesOnWith(others);
        long gone = System.nanoTime();
        await().atMost(LONG).until(() -> System.nanoTime() - begun >= least.toNanos());
        ledger.goesOn(BUYERS);
        ends(fault, node);
        long ended = System.nanoTime();
        machines.settles();
        for (Customer marker : markers) ledger.alsoServes(marker);
        ledger.goesOn(BUYERS);
        Blow blow = new Blow(fault, node, machines.page(node), begun, System.nanoTime());
        blows.add(blow);
        System.out.println(told(blow, leads, gone, ended));
    }

    /// Takes all modules from a node and lets it have some again; no call fails.
    void drained(String node) throws Exception {
        int before = attempts.size();
        machines.asks(node, "drain");
        await().atMost(LONG).until(() -> machines.modulesOf(node) == 0);
        ledger.goesOn(BUYERS);
        machines.asks(node, "enable");
        machines.settles();
        ledger.goesOn(BUYERS);
        assertThat(attempts.stream().skip(before).filter(a -> !a.failure().isEmpty())).isEmpty();
        System.out.println(node + " was drained and enabled: " + ledger.size() + " orders so far");
    }

    /// One after the other is killed but for the last, and all come back.
    void losesAllButOne() throws Exception {
        String last = Machines.NODES.getFirst();
        List<String> others = Machines.NODES.subList(1, 3);
        for (String node : others) {
            if (node.equals(others.getLast())) machines.goesOnWith(List.of(last, node));
            standstills.computeIfAbsent(node, _ -> new ArrayList<>()).add(Instant.now());
            machines.node(node).kill();
        }
        await().atMost(LONG).until(() -> machines.standing(last).equals("alone"));
        ledger.goesOn(BUYERS);
        assertThat(machines.standing(last)).isEqualTo("alone");
        for (String node : others) machines.begin(node);
        machines.settles();
        for (Customer marker : markers) ledger.alsoServes(marker);
        ledger.goesOn(BUYERS);
    }

    private void begins(Fault fault, String node) throws Exception {
        switch (fault) {
            case KILL -> machines.node(node).kill();
            case STOP -> machines.node(node).pause();
            case CUT -> machines.host(node).unplug();
        }
    }

    private void ends(Fault fault, String node) throws Exception {
        switch (fault) {
            case KILL -> machines.begin(node);
            case STOP -> machines.node(node).resume();
            case CUT -> machines.host(node).plug();
        }
    }

    private String told(Blow blow, boolean leads, long gone, long ended) {
        List<Attempt> failed = failed().filter(blow::meets).toList();
        long own = failed.stream().filter(blow::isOf).count();
        long last =
                failed.stream()
                        .filter(a -> !blow.isOf(a))
                        .mapToLong(a -> a.begun() - blow.begun())
                        .max()
                        .orElse(0);
        return """
        %s of %s%s: the others went on after %d ms, all was well %d ms after its end; no order for \
        %d ms; %d calls to it failed, and %d others, the last of them made after %d ms; %d orders \
        so far\
        """
                .formatted(
                        blow.fault(),
                        blow.node(),
                        leads ? ", the leader" : "",
                        millis(gone - blow.begun()),
                        millis(blow.over() - ended),
                        ledger.longestWait(blow.begun(), blow.over()).toMillis(),
                        own,
                        failed.size() - own,
                        millis(last),
                        ledger.size());
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    private Stream<Attempt> failed() {
        return attempts.stream().filter(attempt -> !attempt.failure().isEmpty());
    }

    /// Holds all against what must not be.
    void passes() throws Exception {
        over = true;
        drawer.join(Duration.ofSeconds(10));
        ledger.ends();
        ledger.agreesWith(root);
        List<Path> told = Machines.NODES.stream().flatMap(n -> machines.told(n).stream()).toList();
        Audit audit = new Audit(told, standstills);
        for (String module : List.of("well", "office"))
            assertThat(audit.hadOneOwnerAtATime(module)).isPositive();
        audit.epochsNeverFell();
        assertThat(Audit.actedInTurns(machines.wells)).isPositive();
    }

    /// No call failed but those of a node that something befell.
    void hasFailedNoOther() {
        assertThat(failed().filter(a -> blows.stream().noneMatch(b -> b.explains(a)))).isEmpty();
    }

    /// Tells which calls have failed last, for whoever wants to know why.
    void tells() {
        List<Attempt> last = failed().toList();
        for (Attempt one : last.subList(Math.max(0, last.size() - TOLD), last.size()))
            System.out.printf(
                    "%s of %s at %s failed after %d ms, %d ms ago: %s%n",
                    one.method(),
                    one.who(),
                    one.page(),
                    millis(one.ended() - one.begun()),
                    millis(System.nanoTime() - one.ended()),
                    one.failure());
    }

    String leader() {
        return machines.leader();
    }

    @Override
    public void close() {
        over = true;
        drawer.interrupt();
        all.forEach(Customer::close);
        drawing.close();
    }
}
