// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.config.Address;
import dev.galley.config.ProviderConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// `hooks`: whatever three commands of the user's start, stop and list. It does not live by Galley:
/// what runs when Galley starts is listed, and what runs when Galley stops goes on.
///
/// The commands may take minutes, each on a virtual thread; several may run at a time.
final class Hooks implements Provider {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final String pool;
    private final ProviderConfig.Hooks config;
    private final Consumer<String> tell;
    private final ReentrantLock lock = new ReentrantLock();

    /// All of these are under the lock.
    private final Map<String, Instance> running = new LinkedHashMap<>();

    private final Backoff backoff = new Backoff();
    private int starting;
    private boolean listed;

    /// @param tell told what goes wrong
    Hooks(String pool, ProviderConfig.Hooks config, Consumer<String> tell) {
        this.pool = pool;
        this.config = config;
        this.tell = tell;
    }

    @Override
    public Duration pause() {
        return PAUSE;
    }

    @Override
    public List<Instance> running() throws ProviderException, InterruptedException {
        if (!listed) list();
        lock.lock();
        try {
            return List.copyOf(running.values());
        } finally {
            lock.unlock();
        }
    }

    private void list() throws ProviderException, InterruptedException {
        List<String> lines =
                Command.run(
                        config.list(), env -> Environment.set(env, pool), config.timeout());
        for (String line : lines) add(line);
        listed = true;
    }

    @Override
    public void grow(int number) {
        lock.lock();
        try {
            if (backoff.waits(System.nanoTime())) return;
            for (int i = running.size() + starting; i < number; i++) {
                starting++;
                Thread.ofVirtual().name("scale-out-" + pool).start(this::start);
            }
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        try {
            List<String> lines =
                    Command.run(
                            config.scaleOut(),
                            env -> Environment.set(env, pool),
                            config.timeout());
            if (lines.isEmpty()) throw new ProviderException("scale-out printed no address");
            add(lines.getLast());
        } catch (ProviderException e) {
            failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.lock();
            starting--;
            lock.unlock();
        }
    }

    private void failed(String why) {
        lock.lock();
        backoff.failed(System.nanoTime());
        lock.unlock();
        tell.accept(why);
    }

    private void add(String line) throws ProviderException {
        Address address;
        try {
            address = Address.parse(line);
        } catch (RuntimeException e) {
            throw new ProviderException(
                    "\"%s\" is no address with a port, such as 10.0.0.7:8080"
                            .formatted(Command.quote(line)),
                    e);
        }
        lock.lock();
        try {
            running.put(line, new Instance(line, address));
        } finally {
            lock.unlock();
        }
    }

    /// If the command fails it is taken for running again: it would be paid for otherwise, and known
    /// to nobody.
    @Override
    public void stop(Instance instance) {
        Address address = instance.address();
        if (address == null) return;
        lock.lock();
        try {
            running.remove(instance.id());
            Thread.ofVirtual().name("scale-in-" + pool).start(() -> end(instance, address));
        } finally {
            lock.unlock();
        }
    }

    private void end(Instance instance, Address address) {
        try {
            Command.run(
                    config.scaleIn(),
                    env -> Environment.set(env, pool, address),
                    config.timeout());
        } catch (ProviderException e) {
            failed(e.getMessage() + "; " + instance.id() + " is taken for running");
            lock.lock();
            running.put(instance.id(), instance);
            lock.unlock();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Commands under way go on; what comes of them is listed at the next start.
    @Override
    public void close() {}
}
