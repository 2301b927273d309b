// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import dev.galley.config.Cidr;
import dev.galley.config.Syn;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keeps floods from the listeners that ask for it, and sources on the deny list, by the packet
/// filter of the kernel. All of it lies in one table of this process, which there is only while a
/// listener asks for it. Any thread.
public final class Floods implements AutoCloseable {
    private static final int BATCH = 10_000;
    private static final Pattern COUNTER =
            Pattern.compile("\"name\": \"l(\\d+)_(\\w+)\",[^}]*\"packets\": (\\d+)");

    private final String name;
    private final DenyList denied;
    private final Map<Guarded, Integer> numbers = new LinkedHashMap<>();
    private int last;
    private @Nullable NftTable table;

    /// @param name of the table, distinct for each process
    public Floods(String name, Clock clock) {
        this.name = name;
        this.denied = new DenyList(clock);
    }

    /// Guards these listeners, and no others any more; those that are guarded already, by the same
    /// configuration, go on being so without a gap.
    ///
    /// @throws NftException if that can't be had; nothing is changed then
    public synchronized void guard(List<Guarded> wanted) throws NftException {
        if (wanted.isEmpty()) {
            close();
            return;
        }
        for (Guarded listener : wanted) check(listener);
        NftTable on = table;
        if (on == null) open(wanted);
        else replace(on, wanted);
    }

    private void open(List<Guarded> wanted) throws NftException {
        NftTable made = NftTable.owned("inet", name);
        try {
            made.run(FloodRules.base());
            replace(made, wanted);
            add(made, denied.now());
            table = made;
        } catch (NftException e) {
            numbers.clear();
            denied.lost();
            made.close();
            throw e;
        }
    }

    private void replace(NftTable on, List<Guarded> wanted) throws NftException {
        StringBuilder commands = new StringBuilder(FloodRules.forget());
        Map<Guarded, Integer> next = new LinkedHashMap<>();
        numbers.forEach((listener, number) -> {
            if (!wanted.contains(listener)) commands.append(FloodRules.remove(number, listener));
        });
        Handshake handshake = Handshake.ofThisMachine();
        int number = last;
        for (Guarded listener : wanted) {
            Integer has = numbers.get(listener);
            int its = has != null ? has : ++number;
            if (has == null)
                commands.append(FloodRules.add(its, listener, denied.lengths(), handshake));
            commands.append(FloodRules.lead(its, listener));
            next.put(listener, its);
        }
        on.run(commands.toString());
        last = number;
        numbers.clear();
        numbers.putAll(next);
    }

    private static void check(Guarded listener) throws NftException {
        if (listener.flood().syn() == Syn.COOKIES
                && Sysctl.read("net.ipv4.tcp_syncookies").equals("0"))
            throw new NftException(
                    "syn: cookies needs those of the kernel, which are switched off: run"
                            + " sysctl -w net.ipv4.tcp_syncookies=1, or use syn: proxy");
    }

    /// Whether a listener asks for the deny list.
    public synchronized boolean denies() {
        return numbers.keySet().stream().anyMatch(listener -> listener.flood().deny());
    }

    /// Keeps sources away, their open connections included. Who is denied already is from now on
    /// denied for this long.
    ///
    /// @param ttl null: as long as Galley runs
    /// @return how many sources that were
    /// @throws IllegalArgumentException if a source is everybody, or there would be too many
    /// @throws NftException if the kernel refuses some; those before are denied then
    public synchronized int deny(Collection<Cidr> sources, @Nullable Duration ttl)
            throws NftException {
        List<Denied> entries = denied.entries(sources, ttl);
        add(table(), entries);
        return entries.size();
    }

    private void add(NftTable on, List<Denied> entries) throws NftException {
        for (int i = 0; i < entries.size(); i += BATCH) {
            List<Denied> some = entries.subList(i, Math.min(entries.size(), i + BATCH));
            on.run(denied.prepare(some, this::rules) + denied.add(some));
            denied.added(some);
        }
    }

    private String rules(Length length) {
        StringBuilder rules = new StringBuilder();
        numbers.forEach((listener, number) -> {
            if (listener.flood().deny()) rules.append(FloodRules.deny(number, length));
        });
        return rules.toString();
    }

    /// Lets sources in again.
    ///
    /// @return how many of them were denied
    /// @throws NftException if the kernel refuses; nothing is changed then
    public synchronized int allow(Collection<Cidr> sources) throws NftException {
        List<Denied> those = denied.those(sources);
        for (int i = 0; i < those.size(); i += BATCH) {
            List<Denied> some = those.subList(i, Math.min(those.size(), i + BATCH));
            if (table != null) table.run(DenyList.remove(some));
            denied.removed(some);
        }
        return those.size();
    }

    /// Who is denied, in the order they came.
    public synchronized List<Denied> denied() {
        return denied.now();
    }

    private NftTable table() throws NftException {
        if (table == null) throw new NftException("no listener asks for the deny list");
        return table;
    }

    /// What was kept away, by the name of the listener.
    ///
    /// @throws NftException if the kernel does not tell
    public synchronized Map<String, FloodCounts> counts() throws NftException {
        if (table == null) return Map.of();
        Map<String, Long> packets = new HashMap<>();
        Matcher counter = COUNTER.matcher(table.run("list counters table @T\n"));
        while (counter.find())
            packets.put(counter.group(1) + counter.group(2), Long.parseLong(counter.group(3)));
        Map<String, FloodCounts> counts = new LinkedHashMap<>();
        numbers.forEach((listener, number) -> counts.put(listener.name(), counts(packets, number)));
        return counts;
    }

    private static FloodCounts counts(Map<String, Long> packets, int number) {
        long[] counts =
                FloodRules.COUNTERS.stream()
                        .mapToLong(name -> packets.getOrDefault(number + name, 0L))
                        .toArray();
        return new FloodCounts(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    /// Removes the table.
    @Override
    public synchronized void close() {
        if (table != null) table.close();
        table = null;
        numbers.clear();
        denied.lost();
    }
}
