// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.HashKey;
import dev.galley.config.Limits;
import dev.galley.net.Origin;
import dev.galley.pool.Ask;
import dev.galley.pool.Pool;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Hashes of what a pool's `hash` policy asks for: FNV-1a over the bytes, mixed by the finaliser of
/// MurmurHash3.
public final class Keys {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Keys() {}

    /// A request that is not sent, only asked about.
    ///
    /// @param head a request's head as it would come
    /// @throws IllegalArgumentException if the proxy would refuse it
    public static Ask ask(Pool pool, Origin origin, String head, Limits limits) {
        RequestHead request = new RequestHead();
        byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
        int parsed = request.parse(Unpooled.wrappedBuffer(bytes), limits);
        if (parsed <= 0) throw new IllegalArgumentException(request.problem);
        return Referral.of(pool, origin, false, request);
    }

    /// The hash of a client of whom nothing but the address is known.
    ///
    /// @throws IllegalArgumentException if the key is to be found in a request
    public static long hash(HashKey key, InetSocketAddress source) {
        return switch (key) {
            case HashKey.Source _ -> mixed(address(source));
            case HashKey.SourcePort _ -> mixed((address(source) ^ source.getPort()) * PRIME);
            case HashKey.Url _, HashKey.Header _ ->
                    throw new IllegalArgumentException("there is no request");
        };
    }

    static long hash(HashKey key, InetSocketAddress source, RequestHead request) {
        return switch (key) {
            case HashKey.Source _, HashKey.SourcePort _ -> hash(key, source);
            case HashKey.Url u -> url(request);
            case HashKey.Header h -> header(request, h.name());
        };
    }

    private static long address(InetSocketAddress source) {
        byte[] bytes = source.getAddress().getAddress();
        return fnv(OFFSET, bytes, 0, bytes.length);
    }

    private static long url(RequestHead request) {
        long h = fnv(OFFSET, request.path, request.pathFrom, request.pathTo);
        if (request.queryFrom >= 0)
            h = fnv((h ^ '?') * PRIME, request.b, request.queryFrom, request.queryTo);
        return mixed(h);
    }

    private static long header(RequestHead request, String name) {
        int i = request.find(Words.of(name.toLowerCase(Locale.ROOT)));
        return i < 0
                ? mixed(OFFSET)
                : mixed(fnv(OFFSET, request.b, request.valueFrom[i], request.valueTo[i]));
    }

    private static long fnv(long start, byte[] b, int from, int to) {
        long h = start;
        for (int i = from; i < to; i++) h = (h ^ (b[i] & 0xFF)) * PRIME;
        return h;
    }

    private static long mixed(long h) {
        long k = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        k = (k ^ (k >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return k ^ (k >>> 33);
    }
}
