// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The stream of a service that runs in this process. Generated code wraps it, so that it fails as
/// a remote one does: with {@link CallException} alone.
public final class LocalStream<T> implements Spliterator<T> {
    private final Spliterator<T> source;
    private @Nullable T next;

    private LocalStream(Spliterator<T> source) {
        this.source = source;
    }

    public static <T> Stream<T> of(Stream<T> stream) {
        Spliterator<T> guarded = new LocalStream<>(stream.spliterator());
        return StreamSupport.stream(guarded, false).onClose(stream::close);
    }

    /// What `action` throws is the caller's own, and passes.
    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (!fetch()) return false;
        action.accept(next);
        return true;
    }

    private boolean fetch() {
        try {
            return source.tryAdvance(element -> next = element);
        } catch (Throwable thrown) {
            throw CallException.of(thrown);
        }
    }

    /// Null: it is read by one thread.
    @Override
    public @Nullable Spliterator<T> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return ORDERED;
    }
}
