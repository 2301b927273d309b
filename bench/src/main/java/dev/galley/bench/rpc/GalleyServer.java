// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.rpc;

import dev.galley.config.Address;
import dev.galley.net.Front;
import dev.galley.net.Loops;
import dev.galley.rpc.Binding;
import dev.galley.rpc.Handler;
import dev.galley.rpc.Kind;
import dev.galley.rpc.Method;
import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import dev.galley.rpc.http.Http1Face;
import dev.galley.rpc.http.Http2Face;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.Terms;
import dev.galley.rpc.wire.WireFace;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// Galley's server with all its faces on one loop, and a codec as the annotation processor writes
/// it: a message of one field.
final class GalleyServer implements Echo.Service {
    static final Codec<byte[]> CODEC = new Bytes();
    static final Method<byte[], byte[]> ECHO =
            new Method<>("Echo", "echo", 1, Kind.UNARY, false, CODEC, CODEC);

    private final Loops loops = Loops.start(1);
    private final Server server;

    GalleyServer() throws IOException {
        Terms terms = Terms.of("echo");
        server =
                new Server(
                        loops,
                        List.of(new WireFace(terms), new Http1Face(terms), new Http2Face(terms)));
        Handler.Unary<byte[], byte[]> same = b -> b;
        server.serve(List.of(new Binding<>(ECHO, same)));
        server.bind(new Address("127.0.0.1", 0), Front.OPEN);
    }

    @Override
    public int port() {
        return server.address().getPort();
    }

    @Override
    public void close() {
        server.close();
        loops.close();
    }

    private static final class Bytes implements Codec<byte[]> {
        private static final int TAG = 1 << 3 | 2;

        @Override
        public void write(Writer out, byte[] value) {
            out.bytes(TAG, value);
        }

        @Override
        public byte[] read(Reader in) {
            byte[] value = {};
            for (int tag = in.tag(); tag != 0; tag = in.tag())
                if (tag == TAG) value = in.bytes();
                else in.skip(tag, 1);
            return value;
        }

        @Override
        public void write(JsonWriter out, byte[] value) {
            out.beginObject();
            out.name("value");
            out.bytes(value);
            out.endObject();
        }

        @Override
        public byte[] read(JsonReader in) {
            byte[] value = {};
            in.beginObject();
            while (in.name(Set.of("value")) != null) value = in.bytes();
            return value;
        }
    }
}
