// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

import java.util.stream.Stream;

/// What a service does when a method is called: one kind for each {@link Kind}. Called on a virtual
/// thread with the caller's {@link CallContext} bound.
public sealed interface Handler<Q, R> {
    @FunctionalInterface
    non-sealed interface Unary<Q, R> extends Handler<Q, R> {
        R handle(Q request);
    }

    @FunctionalInterface
    non-sealed interface ServerStream<Q, R> extends Handler<Q, R> {
        /// What it gives is read as fast as the caller takes it, and closed.
        Stream<R> handle(Q request);
    }

    @FunctionalInterface
    non-sealed interface ClientStream<Q, R> extends Handler<Q, R> {
        R handle(Stream<Q> requests);
    }

    @FunctionalInterface
    non-sealed interface BothStream<Q, R> extends Handler<Q, R> {
        Stream<R> handle(Stream<Q> requests);
    }
}
