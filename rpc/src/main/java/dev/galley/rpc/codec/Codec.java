// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

/// How values of one type are written and read, as protobuf and as JSON. Generated; stateless, for
/// any thread.
///
/// What is read is immutable but for byte arrays, which are the reader's own. Records compare
/// arrays by identity: two with equal bytes are not equal, also after a way over the wire.
public interface Codec<T> {
    /// Writes the fields of `value`, the last one first: a {@link Writer} goes backwards.
    ///
    /// @throws CodecException if a text has half of a surrogate pair, or a number is too long
    void write(Writer out, T value);

    /// Reads fields to the end of what `in` holds; unknown ones are skipped.
    ///
    /// @throws CodecException if it is malformed, over a limit, or lacks what must be there
    T read(Reader in);

    /// Writes `value` as a JSON object.
    ///
    /// @throws CodecException as above
    void write(JsonWriter out, T value);

    /// Reads a JSON object; unknown members are an error, as a slip of the pen should be.
    ///
    /// @throws CodecException if it is malformed, over a limit, or lacks what must be there
    T read(JsonReader in);
}
