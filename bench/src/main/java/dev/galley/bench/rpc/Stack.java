// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.rpc;

import java.util.concurrent.Callable;
import java.util.function.IntFunction;

/// A server and a client that are measured together.
enum Stack {
    GALLEY(GalleyServer::new, GalleyEcho::new),
    GRPC(GrpcEcho::serve, GrpcEcho::ofBytes),
    /// Galley's server, gRPC-java's client.
    GRPC_FACE(GalleyServer::new, GrpcEcho::ofField),
    /// The same client with gRPC-java's own server, which gives back the bytes it gets.
    GRPC_FIELD(GrpcEcho::serve, GrpcEcho::ofField),
    JSON_FACE(GalleyServer::new, JsonEcho::new),
    /// The same client with the server of the JDK.
    JSON_JDK(JdkServer::new, JsonEcho::new);

    final Callable<Echo.Service> server;
    final IntFunction<Echo> client;

    Stack(Callable<Echo.Service> server, IntFunction<Echo> client) {
        this.server = server;
        this.client = client;
    }
}
