// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// How long a virtual address is unreachable when the machine or the process that holds it dies,
/// and how long two hold it when one stood still or the network was cut: pairs of Galley and pairs
/// of keepalived in turns, on machines that are network namespaces. See bench/README.md.
public final class Failover {
    private static final String USAGE =
            """
            usage: GALLEY_CMD='java -jar galley.jar run {config}' \\
                java --enable-native-access=ALL-UNNAMED Failover.java [options]
              --adverts 1000,100,10   milliseconds between adverts
              --rounds 5              of each kind
              --still 10              seconds that a process stands still; 0: leave that out
            Needs root, ip and bridge (iproute2) and keepalived; 10 ms need a machine that is idle.
            """;

    private final Map<String, String> options = new TreeMap<>();
    private final Segment segment = new Segment();
    private final Path folder = Files.createTempDirectory("galley-failover-");
    private final String command;

    private Failover(String[] args, String command) throws IOException {
        this.command = command;
        options.putAll(Map.of("--adverts", "1000,100,10", "--rounds", "5", "--still", "10"));
        for (int i = 0; i < args.length; i += 2) {
            if (!options.containsKey(args[i]) || i + 1 == args.length) {
                System.err.print(USAGE);
                System.exit(2);
            }
            options.put(args[i], args[i + 1]);
        }
    }

    public static void main(String[] args) throws Exception {
        Failover failover = new Failover(args, System.getenv().getOrDefault("GALLEY_CMD", ""));
        try {
            failover.run();
        } finally {
            failover.segment.close();
        }
        // Threads of echo servers are left.
        System.exit(0);
    }

    private void run() throws Exception {
        System.out.println("advert   death of      keepalived ms                 galley ms");
        for (String advert : options.get("--adverts").split(",")) {
            int millis = Integer.parseInt(advert);
            deaths(millis, "the machine");
            deaths(millis, "the process");
        }
        int still = Integer.parseInt(options.get("--still"));
        if (still > 0) for (boolean galley : new boolean[] {false, true}) still(galley, still);
        for (boolean galley : new boolean[] {false, true}) cut(galley);
    }

    private void deaths(int advert, String of) throws Exception {
        List<Double> its = new ArrayList<>(), ours = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(options.get("--rounds")); i++) {
            its.add(death(false, advert, of.equals("the machine")));
            ours.add(death(true, advert, of.equals("the machine")));
        }
        System.out.printf(
                Locale.ROOT, "%4d ms  %-12s  %-28s  %s%n", advert, of, words(its), words(ours));
    }

    private static String words(List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "%.0f (%.0f..%.0f)",
                sorted.get(sorted.size() / 2),
                sorted.getFirst(),
                sorted.getLast());
    }

    private Daemon daemon(boolean galley, Segment.Machine machine, int priority, int advert)
            throws IOException {
        return galley
                ? Daemon.galley(folder, command, machine, priority, advert)
                : Daemon.keepalived(folder, machine, priority, advert);
    }

    /// @return the longest time without an answer, in milliseconds
    private double death(boolean galley, int advert, boolean machine) throws Exception {
        try (Daemon first = daemon(galley, segment.one, 150, advert);
                Daemon second = daemon(galley, segment.two, 100, advert)) {
            long active = settle();
            Prober prober = new Prober(segment.client);
            Thread.sleep(300);
            afterAdvert(active, advert);
            if (machine) segment.unplug(segment.one);
            else {
                segment.one.echo(false);
                first.kill();
            }
            Thread.sleep(4L * advert + 1500);
            return prober.longestGap();
        } finally {
            segment.plug(segment.one);
            segment.one.echo(true);
            segment.forget();
        }
    }

    /// The process that holds the address is stopped and goes on.
    private void still(boolean galley, int seconds) throws Exception {
        try (Daemon first = daemon(galley, segment.one, 150, 100);
                Daemon second = daemon(galley, segment.two, 100, 100)) {
            settle();
            Holders holders = new Holders(segment);
            first.signal("STOP");
            Thread.sleep(seconds * 1000L);
            double stopped = holders.both();
            first.signal("CONT");
            Thread.sleep(3000);
            System.out.printf(
                    Locale.ROOT,
                    "%s stood still for %d s, adverts 100 ms: two held the address for %.0f ms"
                            + " meanwhile, for %.1f ms after%n",
                    galley ? "galley" : "keepalived",
                    seconds,
                    stopped,
                    holders.both() - stopped);
        } finally {
            segment.forget();
        }
    }

    /// The network between the two is cut for a while; the client reaches both.
    private void cut(boolean galley) throws Exception {
        try (Daemon first = daemon(galley, segment.one, 150, 100);
                Daemon second = daemon(galley, segment.two, 100, 100)) {
            settle();
            Holders holders = new Holders(segment);
            segment.apart(true);
            Thread.sleep(3000);
            Prober prober = new Prober(segment.client);
            Thread.sleep(200);
            double before = holders.both();
            segment.apart(false);
            Thread.sleep(3000);
            System.out.printf(
                    Locale.ROOT,
                    "%s cut in two for 3 s, adverts 100 ms: two held the address for %.0f ms"
                            + " meanwhile, for %.0f ms after; longest silence after: %.0f ms%n",
                    galley ? "galley" : "keepalived",
                    before,
                    holders.both() - before,
                    prober.longestGap());
        } finally {
            segment.apart(false);
            segment.forget();
        }
    }

    /// Waits until the first machine alone holds the address.
    ///
    /// @return when it began to: it advertised then
    private long settle() throws Exception {
        long end = System.nanoTime() + 60_000_000_000L;
        long since = 0;
        while (since == 0 || System.nanoTime() - since < 800_000_000) {
            if (System.nanoTime() > end)
                throw new IllegalStateException("the address does not come; see " + folder);
            boolean mine = segment.one.holds();
            if (!mine || (since > 0 && segment.two.holds())) since = 0;
            else if (since == 0) since = System.nanoTime();
            Thread.sleep(1);
        }
        return since;
    }

    /// Waits for the time just after the next advert: how much of the silence has passed when
    /// somebody dies is to be the same for all.
    private static void afterAdvert(long active, int advert) throws Exception {
        long interval = advert * 1_000_000L;
        long phase = (System.nanoTime() - active) % interval;
        long wait = interval - phase + interval / 10;
        Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
    }
}
