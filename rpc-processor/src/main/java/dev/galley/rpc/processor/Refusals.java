// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor;

import java.util.Optional;
import java.util.function.Supplier;
import javax.annotation.processing.Messager;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/// Tells mistakes, all that there are.
final class Refusals {
    private final Messager messager;
    private boolean any;

    Refusals(Messager messager) {
        this.messager = messager;
    }

    boolean any() {
        return any;
    }

    /// What `reading` gives; empty if it was refused.
    <T> Optional<T> attempt(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (Refusal refusal) {
            add(refusal);
            return Optional.empty();
        }
    }

    void add(Refusal refusal) {
        add(refusal.where(), refusal.getMessage());
    }

    void add(@Nullable Element where, @Nullable String sentence) {
        any = true;
        if (where == null) messager.printError(sentence);
        else messager.printError(sentence, where);
    }
}
