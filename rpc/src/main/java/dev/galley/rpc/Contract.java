// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

import java.util.List;

/// All that the annotation processor knows of a service.
///
/// Two lines call a service, and two serve it:
///
///     Users users = UsersContract.CONTRACT.stub(client);
///     server.serve(UsersContract.CONTRACT.bind(new UsersInMemory()));
public interface Contract<S> {
    /// The service's name on the wire.
    String name();

    Class<S> type();

    List<Method<?, ?>> methods();

    /// The service, as it runs elsewhere.
    S stub(Caller caller);

    /// The service, as it runs in this process: `target` itself, but that it fails as a remote one
    /// does, with {@link CallException} alone.
    S local(S target);

    /// What serves calls from other processes, in the order of {@link #methods}.
    List<Binding<?, ?>> bind(S implementation);
}
