// SPDX-License-Identifier: Apache-2.0
package chat.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.CodecException;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import dev.galley.rpc.codec.Limits;
import java.util.function.Consumer;
import java.util.function.Function;

/// What goes over the socket, both ways: `[id, word, {...}]`. It is an array because what comes
/// third is read as what comes second says. A caller sends `[7, "Groups/join", {"token": ...,
/// "group": "team"}]`; what comes back to it has the same number, and one of the words below.
///
/// @param id of the call, by its caller's choice
/// @param word `Service/method`, or one of those below
/// @param rest what is read next: the object
public record Frame(long id, String word, JsonReader rest) {
    /// Asks whether the other side is there; the answer is `{}`.
    public static final String PING = "ping";

    /// The result of a call, which ends it: `{"result": ...}`.
    public static final String ANSWER = "answer";

    /// One element of a stream of results: `{"result": ...}`. An empty answer ends the stream.
    public static final String ITEM = "item";

    /// Why a call failed, which ends it: a {@link Failure}.
    public static final String ERROR = "error";

    /// As long as the longest answer: a thousand groups.
    private static final Limits LIMITS = new Limits(8, 256 << 10, 2000);

    /// Reads the number and the word.
    ///
    /// @throws CodecException if it does not begin as a frame does
    public static Frame of(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        JsonReader in = new JsonReader(bytes, 0, bytes.length, LIMITS);
        in.beginArray();
        long id = next(in, JsonReader::int64);
        return new Frame(id, next(in, JsonReader::string), in);
    }

    private static <T> T next(JsonReader in, Function<JsonReader, T> read) {
        if (!in.more()) throw new CodecException("a frame is [id, word, {...}]");
        return read.apply(in);
    }

    /// Reads the object, with which the frame ends; once.
    ///
    /// @throws CodecException if it is another one, or something follows
    public <T> T read(Function<JsonReader, T> object) {
        T value = next(rest, object);
        if (rest.more()) throw new CodecException("a frame has three parts");
        rest.end();
        return value;
    }

    public static <T> String text(long id, String word, Codec<T> codec, T value) {
        return text(id, word, out -> codec.write(out, value));
    }

    static String empty(long id, String word) {
        return text(
                id,
                word,
                out -> {
                    out.beginObject();
                    out.endObject();
                });
    }

    static String text(long id, String word, Consumer<JsonWriter> object) {
        JsonWriter out = new JsonWriter();
        out.beginArray();
        out.int64(id);
        out.string(word);
        object.accept(out);
        out.endArray();
        return new String(out.array(), 0, out.size(), UTF_8);
    }
}
