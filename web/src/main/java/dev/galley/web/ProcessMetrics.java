// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.galley.web.Families.Sample;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What a process and a JVM say of themselves, by the names that Prometheus clients use everywhere.
final class ProcessMetrics {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMetrics() {}

    static void add(Families to) {
        process(to);
        jvm(to);
    }

    private static void process(Families to) {
        to.gauge(
                "process_start_time_seconds",
                "Start time of the process since the epoch.",
                one(ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0));
        to.gauge(
                "process_resident_memory_bytes",
                "Resident memory; absent where the kernel does not say.",
                resident());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            to.counter(
                    "process_cpu_seconds",
                    "User and system CPU time.",
                    one(os.getProcessCpuTime() / 1e9));
            to.gauge(
                    "process_open_fds",
                    "Open file descriptors.",
                    one(os.getOpenFileDescriptorCount()));
            to.gauge(
                    "process_max_fds",
                    "How many file descriptors may be open.",
                    one(os.getMaxFileDescriptorCount()));
        }
    }

    private static void jvm(Families to) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        to.gauge(
                "jvm_memory_used_bytes",
                "Memory used by the JVM.",
                Stream.of(
                        Sample.of(memory.getHeapMemoryUsage().getUsed(), "area", "heap"),
                        Sample.of(memory.getNonHeapMemoryUsage().getUsed(), "area", "nonheap")));
        to.gauge(
                "jvm_threads_current",
                "Platform threads.",
                one(ManagementFactory.getThreadMXBean().getThreadCount()));
        to.counter(
                "jvm_gc_collection_seconds",
                "Time spent in garbage collection.",
                ManagementFactory.getGarbageCollectorMXBeans().stream().map(ProcessMetrics::gc));
    }

    private static Sample gc(GarbageCollectorMXBean gc) {
        return Sample.of(gc.getCollectionTime() / 1000.0, "gc", gc.getName());
    }

    private static Stream<Sample> one(Number value) {
        return Stream.of(Sample.of(value));
    }

    /// proc(5): `VmRSS: 1234 kB`.
    private static Stream<Sample> resident() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(l -> l.startsWith("VmRSS:")).toList().stream()
                    .map(l -> Sample.of(1024.0 * Long.parseLong(l.replaceAll("[^0-9]", ""))));
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
