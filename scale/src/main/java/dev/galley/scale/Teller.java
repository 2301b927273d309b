// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.Registry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Tells the cluster what this node has to do for the modules that follow their load. One virtual
/// thread measures and tells; what reads the same as before is not told again.
public final class Teller implements AutoCloseable {
    /// How often the coordination is told at the most, by each node.
    private static final Duration LEAST = Duration.ofMillis(500);

    private static final Duration SAMPLE = Duration.ofMillis(100);

    private final Coordination coordination;
    private final Registry.Offer offer;
    private final Cpu cpu = new Cpu(System.nanoTime());
    private final SortedMap<String, Meter> meters = new TreeMap<>();
    private final Thread thread;
    private volatile List<Measured> measured;

    /// Begins, and tells at once that there was nothing to do yet.
    public Teller(Coordination coordination, Collection<Measured> first) {
        this.coordination = coordination;
        this.measured = List.copyOf(first);
        this.offer =
                coordination
                        .registry()
                        .offer(Loads.instance(coordination.membership().self(), works()));
        this.thread = Thread.ofVirtual().name("load").start(this::run);
    }

    /// From now on tells of these.
    public void follow(Collection<Measured> next) {
        measured = List.copyOf(next);
    }

    private void run() {
        try {
            for (long told = System.nanoTime(); ; Thread.sleep(SAMPLE)) {
                meters.values().forEach(Meter::sample);
                if (System.nanoTime() - told < interval().toNanos()) continue;
                told = System.nanoTime();
                offer.replace(Loads.instance(coordination.membership().self(), works()));
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration interval() {
        Duration shortest =
                measured.stream()
                        .map(one -> one.target().interval())
                        .min(Duration::compareTo)
                        .orElse(LEAST);
        return shortest.compareTo(LEAST) < 0 ? LEAST : shortest;
    }

    private Map<String, Work> works() {
        long now = System.nanoTime();
        List<Measured> all = measured;
        meters.keySet().retainAll(all.stream().map(Measured::module).toList());
        double cores = cores(all, now);
        SortedMap<String, Work> works = new TreeMap<>();
        for (Measured one : all) {
            Meter meter = meters.get(one.module());
            if (meter == null) meters.put(one.module(), new Meter(one.counters(), now));
            Work work = meter == null ? Work.NONE : meter.take(now);
            boolean spends = one.target().cpu() != null && one.here().getAsBoolean();
            works.put(Measured.what(one.module()), work.with(spends ? cores : 0));
        }
        return works;
    }

    /// Of this process.
    private double cores(List<Measured> all, long now) {
        if (all.stream().allMatch(one -> one.target().cpu() == null)) return 0;
        Duration used = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return cpu.each(used.isZero() ? Map.of() : Map.of("", used), now);
    }

    /// Tells nothing more.
    @Override
    public void close() {
        thread.interrupt();
        offer.close();
    }
}
