// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import dev.galley.config.Cidr;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who is denied, and until when; and the commands that make the kernel's sets equal to it. The
/// kernel forgets what has expired by itself. One thread at a time.
final class DenyList {
    /// How many sources there may be.
    static final int MOST = 100_000;

    /// The kernel counts what has expired until it cleans up.
    private static final int SET_SIZE = 2 * MOST;

    /// The kernel's clock and ours may differ by so much about what has expired.
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final Clock clock;

    /// By their text: the hash codes of IPv6 addresses are a sum, which a bulk makes collide.
    private final Map<String, Denied> entries = new LinkedHashMap<>();

    private final Set<Length> lengths = new TreeSet<>();

    DenyList(Clock clock) {
        this.clock = clock;
    }

    /// Which lengths have a set in the kernel.
    Set<Length> lengths() {
        return lengths;
    }

    /// Those that are denied now, in the order they came.
    List<Denied> now() {
        forget();
        Instant now = clock.instant();
        return entries.values().stream().filter(d -> lasts(d, now)).toList();
    }

    private static boolean lasts(Denied denied, Instant now) {
        return denied.until() == null || denied.until().isAfter(now);
    }

    private void forget() {
        Instant past = clock.instant().minus(SLACK);
        entries.values().removeIf(d -> !lasts(d, past));
    }

    /// The sources as entries of this list.
    ///
    /// @param ttl null: for as long as Galley runs
    /// @throws IllegalArgumentException if a source is everybody, or there would be too many
    List<Denied> entries(Collection<Cidr> sources, @Nullable Duration ttl) {
        Instant until = ttl == null ? null : clock.instant().plus(ttl);
        Map<String, Denied> fresh = new LinkedHashMap<>();
        for (Cidr source : sources) {
            if (source.bits() == 0)
                throw new IllegalArgumentException(source + " is everybody: nobody could connect");
            Denied denied = new Denied(Source.masked(source), until);
            fresh.put(denied.toString(), denied);
        }
        long more = fresh.keySet().stream().filter(source -> !entries.containsKey(source)).count();
        if (now().size() + more > MOST)
            throw new IllegalArgumentException(
                    "the deny list takes %,d sources, and has %,d".formatted(MOST, now().size()));
        return List.copyOf(fresh.values());
    }

    /// The commands that make the sets which the entries need, and are not there.
    ///
    /// @param rules what each set is used by
    String prepare(Collection<Denied> some, Function<Length, String> rules) {
        return some.stream()
                .map(d -> Length.of(d.source()))
                .filter(length -> !lengths.contains(length))
                .distinct()
                .map(length -> length.add(SET_SIZE) + rules.apply(length))
                .collect(Collectors.joining());
    }

    /// The commands that put entries into the kernel, whether it has them or not.
    String add(Collection<Denied> some) {
        Instant now = clock.instant();
        List<Denied> known = some.stream().filter(d -> entries.containsKey(d.toString())).toList();
        // An element that is there would keep its time to live.
        return remove(known)
                + elements("add", some, d -> Length.text(network(d)) + timeout(d, now));
    }

    /// The commands that take entries out of the kernel, whether it has them still or not.
    static String remove(Collection<Denied> some) {
        return elements("add", some, d -> Length.text(network(d)))
                + elements("delete", some, d -> Length.text(network(d)));
    }

    /// A set of one length keeps the addresses alone.
    private static Cidr network(Denied denied) {
        return new Cidr(
                denied.source().network(), 8 * denied.source().network().getAddress().length);
    }

    private static String timeout(Denied denied, Instant now) {
        if (denied.until() == null) return "";
        return " timeout " + Math.max(1, Duration.between(now, denied.until()).toMillis()) + "ms";
    }

    private static String elements(
            String verb, Collection<Denied> some, Function<Denied, String> element) {
        Map<Length, List<Denied>> byLength =
                some.stream()
                        .collect(
                                Collectors.groupingBy(
                                        d -> Length.of(d.source()),
                                        TreeMap::new,
                                        Collectors.toList()));
        StringBuilder all = new StringBuilder();
        byLength.forEach((length, these) ->
                all.append(verb)
                        .append(" element @T ")
                        .append(length.set())
                        .append(" { ")
                        .append(these.stream().map(element).collect(Collectors.joining(", ")))
                        .append(" }\n"));
        return all.toString();
    }

    /// The kernel has them.
    void added(Collection<Denied> some) {
        for (Denied d : some) {
            lengths.add(Length.of(d.source()));
            entries.put(d.toString(), d);
        }
    }

    /// Those of the sources that are denied.
    List<Denied> those(Collection<Cidr> sources) {
        forget();
        return sources.stream()
                .map(source -> entries.get(Length.text(Source.masked(source))))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /// The kernel has them no more.
    void removed(Collection<Denied> some) {
        some.forEach(d -> entries.remove(d.toString()));
    }

    /// The kernel has none of it: its table is gone.
    void lost() {
        lengths.clear();
    }
}
