// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.infinispan.commons.marshall.WrappedByteArray;
import org.infinispan.conflict.EntryMergePolicy;
import org.infinispan.container.entries.CacheEntry;
import org.jspecify.annotations.Nullable;

/// When parts of the cluster meet again that did not see each other: of each session the one that
/// was written most often stays; if two were as often, that of the larger part.
final class Newest implements EntryMergePolicy<Object, Object> {
    @Override
    public @Nullable CacheEntry<Object, Object> merge(
            @Nullable CacheEntry<Object, Object> preferred,
            List<CacheEntry<Object, Object>> others) {
        return Stream.concat(Stream.ofNullable(preferred), others.stream())
                .filter(Objects::nonNull)
                .reduce((first, next) -> version(next) > version(first) ? next : first)
                .orElse(null);
    }

    private static long version(CacheEntry<Object, Object> entry) {
        byte[] bytes = bytes(entry.getValue());
        return bytes.length < Long.BYTES ? 0 : Stored.version(bytes);
    }

    private static byte[] bytes(Object value) {
        return value instanceof WrappedByteArray wrapped ? wrapped.getBytes() : (byte[]) value;
    }
}
