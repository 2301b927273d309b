// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.config.Address;
import dev.galley.config.ProviderConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// `processes`: programs on this machine, each told its port by its environment. They live by
/// Galley: they end when it stops.
///
/// One is ended by SIGTERM, its children too, and by SIGKILL if that does not help in time: never
/// anything but what was started here, by its pid.
final class Processes implements Provider {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final String pool;
    private final ProviderConfig.Processes config;
    private final LongSupplier clock;
    private final Backoff backoff = new Backoff();
    private final Map<Instance, Process> running = new LinkedHashMap<>();
    private final List<Thread> ending = new ArrayList<>();
    private int port;

    /// @param clock in nanoseconds, as by [System#nanoTime()]
    Processes(String pool, ProviderConfig.Processes config, LongSupplier clock) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
        this.port = config.ports().last();
    }

    @Override
    public Duration pause() {
        return PAUSE;
    }

    @Override
    public List<Instance> running() {
        running.entrySet().removeIf(each -> hasEnded(each.getKey(), each.getValue()));
        return List.copyOf(running.keySet());
    }

    private boolean hasEnded(Instance instance, Process process) {
        if (process.isAlive()) return false;
        backoff.failed(
                clock.getAsLong(),
                "the process at %s ended by itself, with exit status %d"
                        .formatted(instance.address(), process.exitValue()));
        return true;
    }

    @Override
    public void grow(int number) throws ProviderException {
        if (running.size() < number) backoff.check(clock.getAsLong());
        while (running.size() < number) start();
    }

    private void start() throws ProviderException {
        Address address = new Address(config.host(), freePort());
        try {
            ProcessBuilder builder = new ProcessBuilder(config.command());
            if (config.folder() != null) builder.directory(config.folder().toFile());
            Environment.set(builder.environment(), pool, address);
            builder.environment().put("PORT", String.valueOf(address.port()));
            builder.environment().putAll(config.environment());
            builder.redirectErrorStream(true).redirectOutput(output(address));
            Process process = builder.start();
            process.getOutputStream().close();
            running.put(new Instance(String.valueOf(process.pid()), address), process);
        } catch (IOException e) {
            String why = "no process can be started: " + e.getMessage();
            backoff.failed(clock.getAsLong(), why);
            throw new ProviderException(why, e);
        }
    }

    private ProcessBuilder.Redirect output(Address address) throws IOException {
        Path logs = config.logs();
        if (logs == null) return ProcessBuilder.Redirect.DISCARD;
        Files.createDirectories(logs);
        Path log = logs.resolve(pool + "-" + address.port() + ".log");
        return ProcessBuilder.Redirect.appendTo(log.toFile());
    }

    /// In turn, so that a port rests before it is used again.
    private int freePort() throws ProviderException {
        int first = config.ports().first(), last = config.ports().last();
        for (int tried = first; tried <= last; tried++) {
            port = port == last ? first : port + 1;
            if (isFree(port)) return port;
        }
        throw new ProviderException("none of the ports " + config.ports() + " is free");
    }

    private boolean isFree(int wanted) {
        try (ServerSocket socket =
                new ServerSocket(wanted, 1, InetAddress.getByName(config.host()))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    @Override
    public void stop(Instance instance) {
        Process process = running.remove(instance);
        if (process != null) end(process);
    }

    private void end(Process process) {
        ending.removeIf(thread -> !thread.isAlive());
        String name = "stop-" + process.pid();
        ending.add(Thread.ofVirtual().name(name).start(() -> terminate(process)));
    }

    /// Waits for the end, for twice the limit at the most.
    private void terminate(Process process) {
        List<ProcessHandle> all =
                Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(ProcessHandle::destroy);
        if (ended(all)) return;
        all.forEach(ProcessHandle::destroyForcibly);
        ended(all);
    }

    private boolean ended(List<ProcessHandle> all) {
        long limit = System.nanoTime() + config.stopTimeout().toNanos();
        try {
            for (ProcessHandle each : all)
                each.onExit().get(Math.max(1, limit - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Map<String, Duration> cpu() {
        Map<String, Duration> used = new HashMap<>();
        running.forEach((instance, process) -> {
            Duration all =
                    Stream.concat(Stream.of(process.toHandle()), process.descendants())
                            .flatMap(each -> each.info().totalCpuDuration().stream())
                            .reduce(Duration.ZERO, Duration::plus);
            if (!all.isZero()) used.put(instance.id(), all);
        });
        return used;
    }

    /// Ends all of them, and waits for it.
    @Override
    public void close() {
        running.values().forEach(this::end);
        running.clear();
        try {
            for (Thread end : ending) end.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
