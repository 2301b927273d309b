// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import dev.galley.rpc.processor.model.DeclaredModel;
import dev.galley.rpc.processor.model.DeclaredModel.Enumeration;
import dev.galley.rpc.processor.model.DeclaredModel.Message;
import dev.galley.rpc.processor.model.DeclaredModel.Union;
import dev.galley.rpc.processor.model.TypeModel;
import dev.galley.rpc.processor.model.TypeModel.Named;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// Finds types that no value can have, since it would hold another one of its type for ever.
final class Finite {
    /// Types of which there is a value, by what has been found so far.
    private final Set<String> inhabited = new HashSet<>();

    private Finite() {}

    static void check(Collection<DeclaredModel> types, Refusals refusals) {
        Finite finite = new Finite();
        Set<DeclaredModel> open = new HashSet<>(types);
        while (open.removeIf(type -> finite.isInhabited(type, types))) {}
        for (DeclaredModel type : open)
            if (type instanceof Message message) refusals.add(refusal(message));
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
        if (is) inhabited.add(type.section().name());
        return is;
    }

    private boolean ends(TypeModel type, Collection<DeclaredModel> all) {
        if (!(type instanceof Named(var name, _))) return true;
        String qualified = name.qualified();
        return inhabited.contains(qualified)
                || all.stream().noneMatch(t -> t.section().name().equals(qualified));
    }
}
