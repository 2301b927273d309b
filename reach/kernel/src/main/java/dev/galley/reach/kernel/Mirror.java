// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import dev.galley.pool.Member;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Keeps the kernel's table equal to what the pools are: ten times a second it looks whether a pool
/// has changed, and once a second it reads the table in any case, counts what went through, and
/// mends what somebody else has changed. What the kernel refuses is tried again, at the latest
/// every 10 s.
///
/// One platform thread does all of it, so changes come one after another. It works by what is, not
/// by what has happened: a start finds services of the Galley before as it finds its own.
///
/// Its methods are for any thread but an event loop; they wait for that thread.
public final class Mirror implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Mirror.class.getName());
    private static final Duration TICK = Duration.ofMillis(100);
    private static final int TICKS_TO_READ = 10, MOST_TICKS = 100;

    private final Kernel kernel;
    private final int writer;
    private final Duration tick;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("kernel").factory());

    // All below belong to the thread.

    private final Map<ServiceKey, Mirrored> serving = new LinkedHashMap<>();
    private final Map<ServiceKey, Mirrored> leaving = new LinkedHashMap<>();
    private final Set<ServiceKey> atOnce = new HashSet<>();
    private Set<Member> counted = Set.of();
    private boolean begun;
    private int ticks;
    private int pause = 1;
    private String trouble = "";

    /// Begins to look, but changes nothing before {@link #serve}.
    ///
    /// @param writer its own number among those who count members' traffic
    public Mirror(Kernel kernel, int writer) {
        this(kernel, writer, TICK);
    }

    Mirror(Kernel kernel, int writer, Duration tick) {
        this.kernel = kernel;
        this.writer = writer;
        this.tick = tick;
    }

    public Kernel kernel() {
        return kernel;
    }

    /// Finds out whether a service can be Galley's.
    ///
    /// @throws IOException if somebody else has it, or the kernel cannot be asked
    public void check(ServiceKey key) throws IOException {
        await(() -> {
            if (kernel.table().others().contains(key)) throw taken(key);
        });
    }

    private IOException taken(ServiceKey key) {
        return new IOException(
                kernel.name() + " has " + key + " already, and not from Galley; see: ipvsadm -Ln");
    }

    /// Serves exactly these from now on. When this returns the kernel has been told. What was
    /// served before gets nothing new, and goes when its connections have ended; so does what a
    /// Galley before has left.
    public void serve(List<Mirrored> all) {
        run(() -> {
            leaving.putAll(serving);
            serving.clear();
            all.forEach(mirrored -> serving.put(mirrored.key(), mirrored));
            leaving.keySet().removeAll(serving.keySet());
            atOnce.removeAll(serving.keySet());
            pause = 1;
            reflect();
            if (!begun) begin();
        });
    }

    private void begin() {
        begun = true;
        var _ =
                thread.scheduleWithFixedDelay(
                        this::tick, tick.toNanos(), tick.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Takes no new connections for a service from now on.
    public void drain(ServiceKey key) {
        run(() -> {
            Mirrored drained = serving.remove(key);
            if (drained == null) return;
            leaving.put(key, drained);
            reflect();
        });
    }

    /// Removes a service that was drained, whatever is under way there.
    public void remove(ServiceKey key) {
        run(() -> {
            if (leaving.containsKey(key) && atOnce.add(key)) reflect();
        });
    }

    /// Ends; the kernel's table stays as it is.
    @Override
    public void close() {
        thread.shutdownNow();
        kernel.close();
    }

    private void tick() {
        ticks++;
        boolean changed = serving.values().stream().anyMatch(Mirrored::changed);
        boolean due = ticks % TICKS_TO_READ == 0;
        if (changed || (trouble.isEmpty() ? due : ticks % pause == 0)) reflect();
    }

    /// Makes the table what it should be, as far as the kernel lets us.
    private void reflect() {
        String wrong = tryToReflect();
        pause = wrong.isEmpty() ? 1 : Math.min(2 * pause, MOST_TICKS);
        if (!wrong.equals(trouble)) tell(wrong);
        trouble = wrong;
    }

    private String tryToReflect() {
        try {
            return apply(kernel.table());
        } catch (IOException | RuntimeException e) {
            return reason(e);
        }
    }

    private static String reason(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private static void tell(String wrong) {
        if (wrong.isEmpty()) LOG.log(Level.INFO, "the kernel forwards as it should again");
        else LOG.log(Level.WARNING, "the kernel does not forward as it should: " + wrong);
    }

    /// @return what the kernel refused first; empty: nothing
    private String apply(Table table) {
        count(table);
        List<String> wrong = new ArrayList<>();
        Set<ServiceKey> failed = new HashSet<>(table.others());
        failed.retainAll(serving.keySet());
        for (ServiceKey key : failed) wrong.add(reason(taken(key)));
        for (Step step : Diff.steps(wanted(table), table, atOnce)) {
            if (failed.contains(step.key())) continue;
            try {
                kernel.apply(step);
            } catch (IOException e) {
                failed.add(step.key());
                wrong.add(reason(e));
            }
        }
        return wrong.isEmpty() ? "" : wrong.getFirst();
    }

    private Map<ServiceKey, Wanted> wanted(Table table) {
        Map<ServiceKey, Wanted> wanted = new LinkedHashMap<>();
        serving.forEach((key, mirrored) -> wanted.put(key, mirrored.wanted(table.ours().get(key))));
        return wanted;
    }

    private void count(Table table) {
        Map<Member, Integer> forwarded = new HashMap<>();
        counted.forEach(member -> forwarded.put(member, 0));
        serving.values().forEach(m -> count(m, table, forwarded));
        leaving.values().forEach(m -> count(m, table, forwarded));
        leaving.keySet().retainAll(table.ours().keySet());
        atOnce.retainAll(leaving.keySet());
        forwarded.forEach(Member::forwarded);
        counted = forwarded.keySet();
    }

    private void count(Mirrored mirrored, Table table, Map<Member, Integer> forwarded) {
        mirrored.count(table.ours().get(mirrored.key()), writer, forwarded);
    }

    private interface Task {
        void run() throws IOException;
    }

    /// @throws IOException what the task throws
    private void await(Task task) throws IOException {
        try {
            thread.submit(
                            () -> {
                                task.run();
                                return true;
                            })
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) throw cause;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Runnable task) {
        try {
            await(task::run);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
