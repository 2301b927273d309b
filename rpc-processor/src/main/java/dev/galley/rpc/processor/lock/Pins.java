// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.lock;

import dev.galley.rpc.processor.lock.Block.Entry;
import dev.galley.rpc.processor.model.DeclaredModel;
import dev.galley.rpc.processor.model.DeclaredModel.Enumeration;
import dev.galley.rpc.processor.model.DeclaredModel.Message;
import dev.galley.rpc.processor.model.DeclaredModel.Section;
import dev.galley.rpc.processor.model.DeclaredModel.Union;
import dev.galley.rpc.processor.model.FieldModel;
import dev.galley.rpc.processor.model.ServiceModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/// Gives every field and method its number: the one it has had, or one that was never used. What
/// would break a running peer of an older version is a problem.
public final class Pins {
    private final SortedMap<Section, Block> blocks;
    private final boolean serves;
    private final List<Problem> problems = new ArrayList<>();

    /// @param serves whether the older version runs now
    Pins(SortedMap<Section, Block> blocks, boolean serves) {
        this.blocks = blocks;
        this.serves = serves;
    }

    public List<Problem> problems() {
        return problems;
    }

    SortedMap<Section, Block> blocks() {
        return blocks;
    }

    /// Pins the fields, kinds or constants of a type.
    ///
    /// @return numbers by names
    public ToIntFunction<String> pin(DeclaredModel type) {
        return switch (type) {
            case Message m ->
                    pin(m.section(), "", m.where(), m.fields().stream().map(Member::of).toList());
            case Union u ->
                    pin(u.section(), "", u.where(), u.kinds().stream().map(Member::kind).toList());
            case Enumeration e ->
                    pin(
                            e.section(),
                            "",
                            e.where(),
                            e.constants().stream()
                                    .map(c -> new Member(c.name(), "", true, c.where()))
                                    .toList());
        };
    }

    /// Pins the methods of a service.
    ///
    /// @return ids by names
    public ToIntFunction<String> pin(ServiceModel service) {
        List<Member> methods =
                service.methods().stream()
                        .map(m -> new Member(m.name(), m.kind().word(), true, m.where()))
                        .toList();
        String of = service.type().qualified();
        return pin(service.section(), of, service.where(), methods);
    }

    /// @param where null: nowhere in the sources
    ToIntFunction<String> pin(
            Section section, String of, @Nullable Element where, List<Member> members) {
        Block old = blocks.get(section);
        Section other = otherKind(section);
        if (old == null && other != null)
            problems.add(new Problem(where, Sentences.kindChanged(section, other)));
        List<Entry> entries = new ArrayList<>(old == null ? List.of() : old.entries());
        Block block = new Block(section, of, false, entries);
        if (old != null) retire(block, where, members);
        for (Member member : members) place(block, old == null, member);
        blocks.put(section, block);
        return name -> block.entry(name).orElseThrow().number();
    }

    private @Nullable Section otherKind(Section section) {
        return blocks.keySet().stream()
                .filter(s -> s.name().equals(section.name()) && !s.kind().equals("service"))
                .filter(_ -> !section.kind().equals("service"))
                .findFirst()
                .orElse(null);
    }

    /// Marks what is gone.
    private void retire(Block block, @Nullable Element where, List<Member> members) {
        Set<String> names = new HashSet<>();
        for (Member member : members) names.add(member.name());
        boolean freely = !block.isService() && !block.section().kind().equals("message");
        block.entries()
                .replaceAll(entry -> {
                    if (entry.removed() || names.contains(entry.name())) return entry;
                    if (!freely && !entry.canBeAbsent())
                        problems.add(new Problem(where, Sentences.gone(block, entry, serves)));
                    return entry.asRemoved();
                });
    }

    private void place(Block block, boolean isNew, Member member) {
        Entry old = block.entry(member.name()).orElse(null);
        if (old == null) {
            if (!isNew && !member.canBeAbsent())
                problems.add(new Problem(member.where(), Sentences.added(block, member.name())));
            block.entries().add(new Entry(block.next(), member.name(), member.type(), false));
        } else if (!old.type().equals(member.type()))
            problems.add(new Problem(member.where(), Sentences.changed(block, old, member.type())));
    }

    /// Numbers that have been used, and are not.
    public List<Integer> reserved(Section section) {
        Block block = blocks.get(section);
        if (block == null) return List.of();
        return block.entries().stream().filter(Entry::removed).map(Entry::number).sorted().toList();
    }

    /// Finds services that are gone.
    ///
    /// @param exists whether there is an interface of this qualified name somewhere else
    public void checkGone(Set<String> wireNames, Predicate<String> exists) {
        for (Block block : blocks.values())
            if (block.isService()
                    && !block.removed()
                    && !wireNames.contains(block.section().name())
                    && !exists.test(block.of()))
                problems.add(new Problem(null, Sentences.serviceGone(block, serves)));
    }

    /// @param canBeAbsent whether older peers may leave it out
    /// @param where null: nowhere in the sources
    record Member(String name, String type, boolean canBeAbsent, @Nullable Element where) {
        static Member kind(FieldModel kind) {
            return new Member(kind.name(), kind.type().word(), true, kind.where());
        }

        static Member of(FieldModel field) {
            return new Member(
                    field.name(), field.type().word(), field.type().canBeAbsent(), field.where());
        }
    }
}
