// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.rpc;

import java.io.IOException;

/// A server and a client that are measured together.
enum Stack {
    GALLEY,
    GRPC,
    /// Galley's server, gRPC-java's client.
    GRPC_FACE,
    /// The same client with gRPC-java's own server, which gives back the bytes it gets.
    GRPC_FIELD,
    JSON_FACE,
    /// The same client with the server of the JDK.
    JSON_JDK;

    Echo.Service serve() throws IOException {
        return switch (this) {
            case GALLEY, GRPC_FACE, JSON_FACE -> new GalleyServer();
            case GRPC, GRPC_FIELD -> GrpcEcho.serve();
            case JSON_JDK -> new JdkServer();
        };
    }

    Echo client(int port) {
        return switch (this) {
            case GALLEY -> new GalleyEcho(port);
            case GRPC -> GrpcEcho.ofBytes(port);
            case GRPC_FACE, GRPC_FIELD -> GrpcEcho.ofField(port);
            case JSON_FACE, JSON_JDK -> new JsonEcho(port);
        };
    }
}
