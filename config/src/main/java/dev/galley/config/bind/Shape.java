// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What may stand at one place of the file: the one model that the binder, the JSON Schema and the
/// reference of the docs are made from.
sealed interface Shape {
    /// One scalar.
    ///
    /// @param number whether a bare number may be one
    record Text(
            Class<?> type,
            String what,
            String example,
            Pattern pattern,
            Function<String, ?> parser,
            Form form,
            boolean number)
            implements Shape {
        private static final int LONGEST = 4096;

        boolean matches(String text) {
            return isFree() || (text.length() <= LONGEST && pattern.matcher(text).matches());
        }

        /// Whether any text will do.
        boolean isFree() {
            return type == String.class && form == Form.TEXT;
        }

        /// What is said about a text that does not match; a secret is not repeated.
        String refusal(String text) {
            String shown = text.length() <= 100 ? text : text.substring(0, 100) + "...";
            boolean secret = form == Form.SECRET || form == Form.REDIS;
            String subject = secret ? "the value" : '"' + shown + '"';
            return "%s is not %s; write for example %s".formatted(subject, what, example);
        }
    }

    /// One of some words.
    record Words(Map<String, Object> words) implements Shape {}

    /// A list; a single scalar is a list of one.
    record Listing(Shape item) implements Shape {}

    /// A map with keys of the user's choice.
    record Mapping(Text names, Shape value) implements Shape {}

    /// A record.
    record Fields(Class<?> type, Constructor<?> constructor, List<Key> keys) implements Shape {
        /// The keys that may stand in the file: those of inline records among them.
        Stream<Key> allKeys() {
            return keys.stream()
                    .flatMap(k ->
                            k.setting().inline() && k.shape() instanceof Fields f
                                    ? f.allKeys()
                                    : Stream.of(k));
        }

        /// Why it has no key of this name; null: no reason is known.
        @Nullable String without(String name) {
            Without without = type.getAnnotation(Without.class);
            if (without == null) return null;
            for (String keyAndWhy : without.value())
                if (keyAndWhy.startsWith(name + ": "))
                    return keyAndWhy.substring(name.length() + 2);
            return null;
        }

        /// The key that a bare scalar stands for.
        @Nullable Key bare() {
            return keys.stream().filter(k -> k.setting().bare()).findFirst().orElse(null);
        }
    }

    /// Anything: a {@link Section}.
    record Open() implements Shape {}

    /// One of a sealed kind; a bare word is short for `{type: WORD}`.
    ///
    /// @param key the key that tells the kind
    /// @param byDefault the kind where the key is absent; empty: none
    record Kinds(
            Class<?> type, String key, String byDefault, String about, Map<String, Fields> kinds)
            implements Shape {
        /// The kinds that need no key of their own.
        List<String> words() {
            return kinds.entrySet().stream()
                    .filter(k -> k.getValue().allKeys().noneMatch(Key::required))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }
}
