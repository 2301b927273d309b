// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.config.Address;
import dev.galley.config.ProviderConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// `hooks`: whatever three commands of the user's start, stop and list. It does not live by Galley:
/// what runs when Galley starts is listed, and what runs when Galley stops goes on.
///
/// The commands may take minutes, each on a virtual thread; several may run at a time.
final class Hooks implements Provider {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final String pool;
    private final ProviderConfig.Hooks config;
    private final Consumer<String> tell;
    private final Map<String, Instance> running = new ConcurrentHashMap<>();
    private final AtomicInteger starting = new AtomicInteger();
    private final LongSupplier clock;
    private final Backoff backoff = new Backoff();
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();
    private long epoch, since;
    private int lists;

    /// @param tell told when one cannot be stopped
    /// @param clock in nanoseconds, as by [System#nanoTime()]
    Hooks(String pool, ProviderConfig.Hooks config, Consumer<String> tell, LongSupplier clock) {
        this.pool = pool;
        this.config = config;
        this.tell = tell;
        this.clock = clock;
    }

    @Override
    public Duration pause() {
        return PAUSE;
    }

    @Override
    public List<Instance> running() throws ProviderException, InterruptedException {
        boolean late = clock.getAsLong() - since > config.timeout().toNanos();
        if (lists == 0 || (lists == 1 && late)) list();
        return List.copyOf(running.values());
    }

    /// They are listed anew: now, and once more when commands that were under way at somebody else
    /// have ended; nobody else would know what those have started.
    @Override
    public void begin(long next) {
        epoch = next;
        lists = 0;
        since = clock.getAsLong();
        running.clear();
        stopped.clear();
    }

    private void list() throws ProviderException, InterruptedException {
        for (String line : say(config.list(), epoch)) if (!stopped.contains(line)) add(line);
        lists++;
    }

    private List<String> say(List<String> command, long term)
            throws ProviderException, InterruptedException {
        return run(command, term, env -> Environment.set(env, pool));
    }

    private List<String> run(
            List<String> command, long term, Consumer<Map<String, String>> environment)
            throws ProviderException, InterruptedException {
        Consumer<Map<String, String>> all =
                environment.andThen(env -> env.put("GALLEY_EPOCH", Long.toString(term)));
        return Command.run(command, all, config.timeout());
    }

    @Override
    public void grow(int number) throws ProviderException {
        if (starting.get() + running.size() < number) backoff.check(clock.getAsLong());
        // One that has just come counts twice for a moment, which starts none too many.
        for (int i = starting.get() + running.size(); i < number; i++) {
            starting.incrementAndGet();
            long term = epoch;
            Thread.ofVirtual().name("scale-out-" + pool).start(() -> start(term));
        }
    }

    private void start(long term) {
        try {
            List<String> lines = say(config.scaleOut(), term);
            if (lines.isEmpty()) throw new ProviderException("scale-out printed no address");
            add(lines.getLast());
        } catch (ProviderException e) {
            backoff.failed(clock.getAsLong(), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            starting.decrementAndGet();
        }
    }

    private void add(String line) throws ProviderException {
        try {
            Address address = Address.parse(line);
            if (address.host().isEmpty() || address.port() == 0)
                throw new IllegalArgumentException("nobody listens there");
            running.put(line, new Instance(line, address));
            stopped.remove(line);
        } catch (RuntimeException e) {
            throw new ProviderException(
                    "\"%s\" is no address with a port, such as 10.0.0.7:8080"
                            .formatted(Command.quote(line)),
                    e);
        }
    }

    /// If the command fails it is taken for running again: it would be paid for otherwise, and
    /// known to nobody.
    @Override
    public void stop(Instance instance) {
        Address address = instance.address();
        if (address == null || running.remove(instance.id()) == null) return;
        stopped.add(instance.id());
        long term = epoch;
        Thread.ofVirtual().name("scale-in-" + pool).start(() -> end(instance, address, term));
    }

    private void end(Instance instance, Address address, long term) {
        try {
            run(config.scaleIn(), term, env -> Environment.set(env, pool, address));
        } catch (ProviderException e) {
            tell.accept(e.getMessage() + "; " + instance.id() + " is taken for running");
            running.put(instance.id(), instance);
            stopped.remove(instance.id());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Commands under way go on; what comes of them is listed at the next start.
    @Override
    public void close() {}
}
