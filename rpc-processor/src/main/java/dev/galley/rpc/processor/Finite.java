// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import dev.galley.rpc.processor.model.DeclaredModel;
import dev.galley.rpc.processor.model.DeclaredModel.Enumeration;
import dev.galley.rpc.processor.model.DeclaredModel.Message;
import dev.galley.rpc.processor.model.DeclaredModel.Union;
import dev.galley.rpc.processor.model.JavaName;
import dev.galley.rpc.processor.model.TypeModel;
import dev.galley.rpc.processor.model.TypeModel.Named;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds types that no value can have, since it would hold another one of its type for ever.
final class Finite {
    /// Types of which there is a value, by what has been found so far.
    private final Set<JavaName> inhabited = new HashSet<>();

    private Finite() {}

    static void check(Collection<DeclaredModel> types, Refusals refusals) {
        Finite finite = new Finite();
        Set<DeclaredModel> open = new HashSet<>(types);
        while (open.removeIf(type -> finite.isInhabited(type, types))) {}
        for (DeclaredModel type : open)
            if (type instanceof Message message && held(type, open).contains(type))
                refusals.add(refusal(message));
    }

    /// What a value of `type` always holds of `open`, itself or within what it holds.
    private static Set<DeclaredModel> held(DeclaredModel type, Set<DeclaredModel> open) {
        Set<DeclaredModel> held = new HashSet<>();
        Deque<DeclaredModel> unread = new ArrayDeque<>(List.of(type));
        while (!unread.isEmpty())
            unread.pop()
                    .types()
                    .filter(Named.class::isInstance)
                    .flatMap(t -> open.stream().filter(o -> isOf(o, (Named) t)))
                    .filter(held::add)
                    .forEach(unread::add);
        return held;
    }

    private static boolean isOf(DeclaredModel type, Named named) {
        return type.type().equals(named.name());
    }

    private static Refusal refusal(Message message) {
        return new Refusal(
                message.where(),
                ("%s always holds another one of its kind, so no value can end: make the component"
                                + " that leads back @Nullable, an Optional or a collection")
                        .formatted(message.type()));
    }

    private boolean isInhabited(DeclaredModel type, Collection<DeclaredModel> all) {
        boolean is =
                switch (type) {
                    case Enumeration _ -> true;
                    case Message m -> m.fields().stream().allMatch(f -> ends(f.type(), all));
                    case Union u -> u.kinds().stream().anyMatch(k -> ends(k.type(), all));
                };
        if (is) inhabited.add(type.type());
        return is;
    }

    private boolean ends(TypeModel type, Collection<DeclaredModel> all) {
        return !(type instanceof Named named)
                || inhabited.contains(named.name())
                || all.stream().noneMatch(t -> isOf(t, named));
    }
}
