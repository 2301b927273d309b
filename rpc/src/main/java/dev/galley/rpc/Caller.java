// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

import java.util.stream.Stream;

/// Who carries calls to a service: what a stub stands on. Calls block; they are for virtual
/// threads, never for event loops. All throw {@link CallException}; a stream does so when it is
/// read.
public interface Caller {
    /// Sends one message, and waits for one.
    <Q, R> R call(Method<Q, R> method, Q request);

    /// Elements as they come, each fetched when it is asked for; to be closed unless read to the
    /// end.
    <Q, R> Stream<R> stream(Method<Q, R> method, Q request);

    /// Sends `requests`, which are read on a thread of their own, as fast as the service takes
    /// them.
    <Q, R> R collect(Method<Q, R> method, Stream<Q> requests);

    /// Both at once.
    <Q, R> Stream<R> converse(Method<Q, R> method, Stream<Q> requests);
}
