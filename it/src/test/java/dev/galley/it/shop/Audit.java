// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the nodes have told of their acts, held against what must not be. All of them are on one
/// machine, and have one clock.
final class Audit {
    private static final Pattern ACT =
            Pattern.compile("^(\\S+) INFO placement: node=(\\S+) (starts|quits|ends) (\\S+)");
    private static final Pattern BY_EPOCH =
            Pattern.compile("(?:starts|leaves) \\S+ by assignment [0-9]+ of epoch ([0-9]+)");
    private static final Pattern ASSIGNS =
            Pattern.compile("node=(\\S+) epoch=([0-9]+) assigns \\S+ .*, assignment ([0-9]+)");

    /// Nanoseconds: a session with ZooKeeper.
    private static final long MISSED = 2_000_000_000;

    private final List<Path> told;
    private final Map<String, List<Instant>> standstills;

    /// @param told what each process has told
    /// @param standstills when nodes were killed or stopped: from then on they did nothing
    Audit(List<Path> told, Map<String, List<Instant>> standstills) {
        this.told = told;
        this.standstills = standstills;
    }

    /// From before a module was begun until after it has ended, or was to serve no call any more.
    private record Span(String node, Instant begun, Instant ended) {}

    /// Never was a singleton on two nodes.
    ///
    /// @return how often it began
    int hadOneOwnerAtATime(String module) throws IOException {
        List<Span> spans = new ArrayList<>();
        for (Path one : told) spans.addAll(spans(one, module));
        spans.sort(Comparator.comparing(Span::begun));
        for (int i = 1; i < spans.size(); i++)
            assertThat(spans.get(i).begun())
                    .as(module + ": " + spans.get(i - 1) + ", " + spans.get(i))
                    .isAfterOrEqualTo(spans.get(i - 1).ended());
        return spans.size();
    }

    private List<Span> spans(Path one, String module) throws IOException {
        List<Span> spans = new ArrayList<>();
        Span open = null;
        for (String line : Files.readAllLines(one)) {
            Matcher act = ACT.matcher(line);
            if (!act.find() || !act.group(4).equals(module)) continue;
            Instant time = Instant.parse(act.group(1));
            String node = act.group(2);
            if (act.group(3).equals("starts")) {
                if (open == null) open = new Span(node, time, until(node, time, Instant.MAX));
            } else if (open != null) {
                spans.add(new Span(node, open.begun(), until(node, open.begun(), time)));
                open = null;
            }
        }
        if (open != null) spans.add(open);
        return spans;
    }

    private Instant until(String node, Instant begun, Instant ended) {
        return standstills.getOrDefault(node, List.of()).stream()
                .filter(still -> !still.isBefore(begun) && still.isBefore(ended))
                .min(Comparator.naturalOrder())
                .orElse(ended);
    }

    /// No node has acted by an epoch lower than one before, and no leader has written an assignment
    /// of a lower epoch than the one before it, nor one that another leader has written.
    void epochsNeverFell() throws IOException {
        Map<Long, String> writers = new HashMap<>();
        TreeMap<Long, Long> epochs = new TreeMap<>();
        for (Path one : told) {
            long last = 0;
            for (String line : Files.readAllLines(one)) {
                Matcher act = BY_EPOCH.matcher(line), assigns = ASSIGNS.matcher(line);
                if (act.find()) {
                    long epoch = Long.parseLong(act.group(1));
                    assertThat(epoch).as(one + ": " + line).isGreaterThanOrEqualTo(last);
                    last = epoch;
                }
                if (!assigns.find()) continue;
                long number = Long.parseLong(assigns.group(3));
                String before = writers.put(number, assigns.group(1));
                assertThat(before == null || before.equals(assigns.group(1))).as(line).isTrue();
                epochs.put(number, Long.parseLong(assigns.group(2)));
            }
        }
        assertThat(List.copyOf(epochs.values())).isSorted().isNotEmpty();
    }

    /// Each singleton's acts were over before those of the next one began. But a call that was let
    /// in just before its process stood still ends after that, and nobody here can refuse it.
    ///
    /// @param folder with a file for each, of times by the machine's clock
    /// @return how many there were
    static int actedInTurns(Path folder) throws IOException {
        List<long[]> spans = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                long[] times =
                        Files.readAllLines(file).stream().mapToLong(Long::parseLong).toArray();
                if (times.length > 0) spans.add(new long[] {times[0], last(times)});
            }
        }
        spans.sort(Comparator.comparingLong(span -> span[0]));
        for (int i = 1; i < spans.size(); i++)
            assertThat(spans.get(i)[0]).isGreaterThan(spans.get(i - 1)[1]);
        return spans.size();
    }

    /// Without those that came late: drawn from all the time, it was not for longer than a node is
    /// missed, and then by no more than two, the one of that moment and one that its caller had
    /// given up.
    private static long last(long[] times) {
        for (int i = times.length - 1; i > 0 && i >= times.length - 2; i--)
            if (times[i] - times[i - 1] > MISSED) return times[i - 1];
        return times[times.length - 1];
    }
}
