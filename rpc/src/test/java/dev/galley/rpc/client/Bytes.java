// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import dev.galley.rpc.Binding;
import dev.galley.rpc.Handler;
import dev.galley.rpc.Kind;
import dev.galley.rpc.Method;
import java.util.ArrayList;
import java.util.List;

/// A service of bytes, written by hand.
public final class Bytes {
    public static final Method<byte[], byte[]> ECHO = method("echo", 1, Kind.UNARY, false);
    public static final Method<byte[], byte[]> READ = method("read", 2, Kind.UNARY, true);
    public static final Method<byte[], byte[]> COUNT = method("count", 3, Kind.SERVER_STREAM, true);
    public static final Method<byte[], byte[]> SUM = method("sum", 4, Kind.CLIENT_STREAM, false);
    public static final Method<byte[], byte[]> TALK = method("talk", 5, Kind.BOTH_STREAM, false);

    private final List<Binding<?, ?>> all = new ArrayList<>();

    public Bytes echo(Handler.Unary<byte[], byte[]> handler) {
        all.add(new Binding<>(ECHO, handler));
        return this;
    }

    public Bytes read(Handler.Unary<byte[], byte[]> handler) {
        all.add(new Binding<>(READ, handler));
        return this;
    }

    public Bytes count(Handler.ServerStream<byte[], byte[]> handler) {
        all.add(new Binding<>(COUNT, handler));
        return this;
    }

    public Bytes sum(Handler.ClientStream<byte[], byte[]> handler) {
        all.add(new Binding<>(SUM, handler));
        return this;
    }

    public Bytes talk(Handler.BothStream<byte[], byte[]> handler) {
        all.add(new Binding<>(TALK, handler));
        return this;
    }

    public List<Binding<?, ?>> bindings() {
        return all;
    }

    private static Method<byte[], byte[]> method(
            String name, int id, Kind kind, boolean idempotent) {
        BytesCodec codec = BytesCodec.INSTANCE;
        return new Method<>("Bytes", name, id, kind, idempotent, codec, codec);
    }
}
