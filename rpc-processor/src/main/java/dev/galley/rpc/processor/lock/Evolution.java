// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.lock;

import dev.galley.rpc.processor.lock.Block.Entry;
import dev.galley.rpc.processor.lock.Pins.Member;
import dev.galley.rpc.processor.model.DeclaredModel.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Whether processes of two versions of a program understand each other: what the compiler refuses
/// where the one is the lock file and the other the sources, found out from two lock files. What
/// the newer one calls `removed` counts as gone, for the older version is in service now.
public final class Evolution {
    /// Where a jar has the lock file that it was compiled with.
    public static final String RESOURCE = "META-INF/galley/lock";

    private final SortedMap<Section, Block> old;
    private final List<String> breaks = new ArrayList<>();

    private Evolution(SortedMap<Section, Block> old) {
        this.old = old;
    }

    /// What would break.
    ///
    /// @param before the lock files of the older version, by where they were found
    /// @param after those of the newer one
    /// @return a sentence each, with the service or record, and the field or method
    /// @throws LockException if one of them is none
    public static List<String> breaks(Map<String, String> before, Map<String, String> after)
            throws LockException {
        SortedMap<Section, Block> old = parse(before);
        Evolution evolution = new Evolution(old);
        SortedMap<Section, Block> next = parse(after);
        next.values().forEach(evolution::numbers);
        evolution.pin(next);
        return evolution.breaks;
    }

    private static SortedMap<Section, Block> parse(Map<String, String> texts) throws LockException {
        TreeMap<Section, Block> blocks = new TreeMap<>();
        for (var text : texts.entrySet())
            LockText.parse(text.getKey(), text.getValue()).forEach(blocks::putIfAbsent);
        return blocks;
    }

    /// A compiler gives what is there the number that it has had; two lock files may differ.
    private void numbers(Block next) {
        Block block = old.get(next.section());
        if (block == null) return;
        for (Entry is : next.entries())
            for (Entry was : block.entries()) {
                boolean same = was.name().equals(is.name());
                if (is.removed() || was.removed()) continue;
                if (same && was.number() != is.number())
                    breaks.add(Sentences.renumbered(block, was, is.number()));
                else if (!same && was.number() == is.number())
                    breaks.add(Sentences.reused(block, was, is.name()));
            }
    }

    private void pin(SortedMap<Section, Block> next) {
        Pins pins = new Pins(new TreeMap<>(old), true);
        for (Block block : next.values())
            if (!block.removed()) pins.pin(block.section(), block.of(), null, members(block));
        Set<String> services =
                next.values().stream()
                        .filter(block -> block.isService() && !block.removed())
                        .map(block -> block.section().name())
                        .collect(Collectors.toSet());
        pins.checkGone(services, _ -> false);
        pins.problems().forEach(problem -> breaks.add(problem.sentence()));
    }

    private static List<Member> members(Block block) {
        boolean freely = !block.section().kind().equals("message");
        return block.entries().stream()
                .filter(entry -> !entry.removed())
                .map(e -> new Member(e.name(), e.type(), freely || e.canBeAbsent(), null))
                .toList();
    }
}
