// SPDX-License-Identifier: Apache-2.0

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// What ten thousand slow clients cost all others: 8,000 send their heads a byte each quarter of a
/// second, 2,000 take 1 MiB at 4 KiB a second, and meanwhile 16 others ask as everybody does. Fails
/// if any request of anybody fails, or if the ring of io_uring's completions overflows. See
/// bench/README.md.
public final class SlowClients {
    private static final int SENDERS = 8_000;
    private static final int READERS = 2_000;
    private static final int OTHERS = 16;
    private static final int SECONDS = 30;
    private static final long TICK_MILLIS = 250;

    public static void main(String[] args) throws Exception {
        String command = System.getenv().getOrDefault("GALLEY_CMD", "");
        if (command.isEmpty()) throw new IllegalArgumentException("GALLEY_CMD is not set");
        try (Rig rig = new Rig()) {
            rig.startBackend("0", "1KiB", "1MiB");
            Rig.Proxy galley = rig.startGalley("1", command, 1);
            new Wrk(rig, "2,3").load(galley, "1KiB", 64, 15);
            boolean good = others("alone", galley);
            good &= beside(galley);
            long overflows =
                    Files.readString(rig.folder.resolve("galley.log"))
                            .lines()
                            .filter(line -> line.contains("overflow"))
                            .count();
            System.out.println(overflows + " warnings of an overflow of completions");
            if (!good || overflows > 0) System.exit(1);
        }
    }

    /// The others once more, while the slow ones are at it.
    private static boolean beside(Rig.Proxy galley) throws Exception {
        long before = galley.resident();
        List<Slow> slow = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) slow.add(new Slow.Sender(galley.port(), i));
        for (int i = 0; i < READERS; i++) slow.add(new Slow.Reader(galley.port()));
        try (var ticks = new ScheduledThreadPoolExecutor(1)) {
            Future<?> ticking =
                    ticks.scheduleAtFixedRate(
                            () -> slow.forEach(Slow::tick), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
            boolean good = others("beside", galley);
            long after = galley.resident();
            ticking.cancel(false);
            ticks.shutdown();
            ticks.awaitTermination(10, TimeUnit.SECONDS);
            long served = slow.stream().mapToLong(each -> each.served).sum();
            long cut = slow.stream().filter(each -> each.cut != null).count();
            slow.stream().filter(each -> each.cut != null).limit(3).forEach(System.out::println);
            System.out.printf(
                    Locale.ROOT,
                    "slow: %d open, %d answers taken, %d cut;"
                            + " resident memory %.1f MiB before, %.1f MiB with them%n",
                    slow.size(),
                    served,
                    cut,
                    before / 1048576.0,
                    after / 1048576.0);
            return good && cut == 0;
        } finally {
            for (Slow each : slow) each.close();
        }
    }

    /// @return whether all were answered
    private static boolean others(String name, Rig.Proxy galley) throws Exception {
        List<Other> others = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) others.add(new Other(galley.port(), SECONDS));
        for (Other other : others) other.start();
        for (Other other : others) other.join();
        long[] micros = others.stream().flatMapToLong(Other::micros).sorted().toArray();
        long failed = others.stream().filter(other -> other.failure != null).count();
        others.stream().filter(other -> other.failure != null).limit(3).forEach(System.out::println);
        System.out.printf(
                Locale.ROOT,
                "%-7s %d requests, %d failed; latency %d us median, %d us p99, %d us at the most%n",
                name,
                micros.length,
                failed,
                at(micros, 0.5),
                at(micros, 0.99),
                at(micros, 1));
        return failed == 0;
    }

    private static long at(long[] sorted, double share) {
        return sorted.length == 0 ? -1 : sorted[(int) ((sorted.length - 1) * share)];
    }
}
