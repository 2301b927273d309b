// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import dev.galley.rpc.Binding;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Handler;
import dev.galley.rpc.Kind;
import dev.galley.rpc.Method;
import dev.galley.rpc.Stage;
import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import dev.galley.rpc.server.Server;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The service `grpc.health.v1.Health` (github.com/grpc/grpc/blob/master/doc/health-checking.md),
/// by which Kubernetes, balancers and clients of gRPC ask whether a server serves. All that is
/// served is well until the server drains.
///
/// @param server that is asked about
record Health(Server server) {
    /// The one method that asks for no secret: probes know none.
    static final String CHECK = "/grpc.health.v1.Health/Check";

    private static final String SERVICE = "grpc.health.v1.Health";
    private static final Name NAME = new Name();
    private static final State STATE = new State();

    List<Binding<?, ?>> bindings() {
        return List.of(
                new Binding<>(
                        new Method<>(SERVICE, "Check", 1, Kind.UNARY, true, NAME, STATE),
                        (Handler.Unary<String, Serving>) this::check),
                new Binding<>(
                        new Method<>(SERVICE, "Watch", 2, Kind.SERVER_STREAM, true, NAME, STATE),
                        (Handler.ServerStream<String, Serving>) this::watch));
    }

    private Serving check(String service) {
        Serving now = now(service);
        if (now == Serving.SERVICE_UNKNOWN)
            throw CallException.failed("not-found", "no service " + service + " is served here");
        return now;
    }

    /// What holds, and then what holds when the server drains: nothing else changes.
    private Stream<Serving> watch(String service) {
        return Stream.concat(
                Stream.of(now(service)), Stream.generate(() -> later(service)).limit(1));
    }

    private Serving later(String service) {
        try {
            server.awaitDrain();
            return now(service);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallException(Stage.CANCELLED, "cancelled", "given up by the caller", e);
        }
    }

    private Serving now(String service) {
        if (!service.isEmpty() && !isServed(service)) return Serving.SERVICE_UNKNOWN;
        return server.isDraining() ? Serving.NOT_SERVING : Serving.SERVING;
    }

    private boolean isServed(String service) {
        return server.dispatcher().all().stream()
                .anyMatch(served -> served.name().startsWith(service + "/"));
    }

    private enum Serving {
        UNKNOWN(0),
        SERVING(1),
        NOT_SERVING(2),
        SERVICE_UNKNOWN(3);

        private final int number;

        Serving(int number) {
            this.number = number;
        }

        static Serving of(int number) {
            for (Serving each : values()) if (each.number == number) return each;
            return UNKNOWN;
        }
    }

    /// `HealthCheckRequest { string service = 1; }`.
    private static final class Name implements Codec<String> {
        private static final int TAG = 1 << 3 | 2;

        @Override
        public void write(Writer out, String service) {
            if (!service.isEmpty()) out.string(TAG, service);
        }

        @Override
        public String read(Reader in) {
            String service = "";
            for (int tag = in.tag(); tag != 0; tag = in.tag())
                if (tag == TAG) service = in.string();
                else in.skip(tag, 1);
            return service;
        }

        @Override
        public void write(JsonWriter out, String service) {
            out.beginObject();
            out.name("service");
            out.string(service);
            out.endObject();
        }

        @Override
        public String read(JsonReader in) {
            String service = "";
            in.beginObject();
            while (in.name(Set.of("service")) != null) service = in.string();
            return service;
        }
    }

    /// `HealthCheckResponse { ServingStatus status = 1; }`.
    private static final class State implements Codec<Serving> {
        private static final int TAG = 1 << 3;

        @Override
        public void write(Writer out, Serving status) {
            out.int32(TAG, status.number);
        }

        @Override
        public Serving read(Reader in) {
            int number = 0;
            for (int tag = in.tag(); tag != 0; tag = in.tag())
                if (tag == TAG) number = in.int32();
                else in.skip(tag, 1);
            return Serving.of(number);
        }

        @Override
        public void write(JsonWriter out, Serving status) {
            out.beginObject();
            out.name("status");
            out.string(status.name());
            out.endObject();
        }

        @Override
        public Serving read(JsonReader in) {
            String name = "UNKNOWN";
            in.beginObject();
            while (in.name(Set.of("status")) != null) name = in.string();
            return Serving.valueOf(name);
        }
    }
}
