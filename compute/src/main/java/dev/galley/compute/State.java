// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.CodecException;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is kept of a job.
///
/// @param origin of the parts that it began with: a digest
/// @param owner who has written it
/// @param share of the job that is done, 0 to 1
/// @param done parts that are
/// @param open what is to be done
/// @param answer of what is done; null: nothing is
record State<P, A>(
        String origin,
        String owner,
        double share,
        int done,
        List<Open<P>> open,
        @Nullable A answer) {
    /// A part that is to be done.
    record Open<P>(P value, double share, int depth) {}

    boolean finished() {
        return open.isEmpty();
    }

    /// The same, written by another one.
    State<P, A> by(String other) {
        return new State<>(origin, other, share, done, open, answer);
    }

    /// In the protobuf wire format, so that a later version can add fields.
    byte[] bytes(Codec<P> part, Codec<A> codec) {
        Writer out = new Writer();
        if (answer != null) out.message(50, codec, answer);
        for (Open<P> one : open.reversed()) {
            int end = out.size();
            out.int32(24, one.depth);
            out.float64(17, one.share);
            out.message(10, part, one.value);
            out.length(42, end);
        }
        out.int32(32, done);
        out.float64(25, share);
        out.string(18, owner);
        out.string(10, origin);
        return out.toByteArray();
    }

    /// @param bytes as many as there are: the store has its own limit
    /// @throws CodecException if they are none of it
    static <P, A> State<P, A> of(byte[] bytes, Codec<P> part, Codec<A> codec) {
        Reader in = new Reader(bytes, 0, bytes.length, unlimited(bytes.length));
        String origin = "", owner = "";
        double share = 0;
        int done = 0;
        List<Open<P>> open = new ArrayList<>();
        A answer = null;
        for (int tag; (tag = in.tag()) != 0; ) {
            switch (tag) {
                case 10 -> origin = in.string();
                case 18 -> owner = in.string();
                case 25 -> share = in.float64();
                case 32 -> done = in.int32();
                case 42 -> open.add(open(in, part));
                case 50 -> answer = in.message(codec);
                default -> in.skip(tag, 1, 2, 3, 4, 5, 6);
            }
        }
        return new State<>(origin, owner, share, done, open, answer);
    }

    private static <P> Open<P> open(Reader in, Codec<P> part) {
        int outer = in.begin();
        P value = null;
        double share = 0;
        int depth = 0;
        for (int tag; (tag = in.tag()) != 0; ) {
            switch (tag) {
                case 10 -> value = in.message(part);
                case 17 -> share = in.float64();
                case 24 -> depth = in.int32();
                default -> in.skip(tag, 1, 2, 3);
            }
        }
        in.end(outer);
        if (value == null) throw in.missing("Open.value");
        return new Open<>(value, share, depth);
    }

    private static dev.galley.rpc.codec.Limits unlimited(int length) {
        return new dev.galley.rpc.codec.Limits(64, length, length);
    }

    static String text(byte[] digest) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }
}
