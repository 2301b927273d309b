// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Method;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The elements of a response that streams, each taken from the wire when it is asked for.
final class Elements<R> extends AbstractSpliterator<R> {
    private final Method<?, R> method;
    private final Again again;
    private Attempt attempt;
    private boolean any;

    Elements(Method<?, R> method, Attempt first, Again again) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.method = method;
        this.attempt = first;
        this.again = again;
    }

    /// To be closed unless read to the end.
    Stream<R> stream() {
        return StreamSupport.stream(this, false).onClose(() -> attempt.cancel());
    }

    @Override
    public boolean tryAdvance(Consumer<? super R> action) {
        byte[] message = next();
        if (message == null) return false;
        any = true;
        action.accept(Client.read(method, attempt, message));
        return true;
    }

    /// Made again where that does no harm, as long as nothing has come.
    private byte @Nullable [] next() {
        while (true) {
            try {
                return attempt.next();
            } catch (CallException e) {
                Attempt next = any ? null : again.after(e, attempt);
                if (next == null) throw e;
                attempt = next;
            }
        }
    }
}
