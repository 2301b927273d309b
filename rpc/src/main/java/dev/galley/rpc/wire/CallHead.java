// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import dev.galley.rpc.CallContext;
import dev.galley.rpc.Trace;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a CALL says beside its message.
///
///     method u16 | timeout u64 in nanoseconds, 0: none | context
///     context: traceparent u8 + ASCII | attributes u8 | each: name u8 + UTF-8, value u16 + UTF-8
final class CallHead {
    /// Method and timeout.
    static final int FIXED = 10;

    /// Of the context, in bytes.
    private static final int LONGEST = 60 * 1024;

    private static final byte[] EMPTY = {0, 0};

    private CallHead() {}

    /// The context's part of it.
    ///
    /// @throws IllegalArgumentException if an attribute is too long
    static byte[] context(@Nullable String traceparent, Map<String, String> attributes) {
        if (traceparent == null && attributes.isEmpty()) return EMPTY;
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        byte[] trace =
                traceparent == null ? new byte[0] : traceparent.getBytes(StandardCharsets.US_ASCII);
        out.write(trace.length);
        out.writeBytes(trace);
        out.write(attributes.size());
        attributes.forEach((name, value) -> attribute(out, name, value));
        if (out.size() > LONGEST)
            throw new IllegalArgumentException("attributes of a call: 60 KiB at the most");
        return out.toByteArray();
    }

    private static void attribute(ByteArrayOutputStream out, String name, String value) {
        byte[] n = name.getBytes(StandardCharsets.UTF_8);
        byte[] v = value.getBytes(StandardCharsets.UTF_8);
        if (n.length > 255) throw new IllegalArgumentException("attribute name over 255 bytes");
        if (v.length > 16_384)
            throw new IllegalArgumentException("attribute \"" + name + "\" is over 16 KiB");
        out.write(n.length);
        out.writeBytes(n);
        out.write(v.length >> 8);
        out.write(v.length);
        out.writeBytes(v);
    }

    /// Reads timeout and context; `in` stands at the timeout.
    ///
    /// @param end where the frame ends
    static CallContext read(ByteBuf in, int end, String caller, long now) throws WireException {
        need(in, end, 9);
        long timeout = in.readLong();
        int length = in.readUnsignedByte();
        need(in, end, length + 1);
        String trace = length == 0 ? null : Trace.valid(text(in, length));
        long deadline = timeout <= 0 ? CallContext.NEVER : now + Math.min(timeout, 1L << 60);
        int count = in.readUnsignedByte();
        if (count > 32) throw new WireException("a call has 32 attributes at the most");
        return new CallContext(deadline, trace, caller, attributes(in, end, count));
    }

    private static Map<String, String> attributes(ByteBuf in, int end, int count)
            throws WireException {
        if (count == 0) return Map.of();
        Map<String, String> all = LinkedHashMap.newLinkedHashMap(count);
        for (int i = 0; i < count; i++) {
            need(in, end, 1);
            int nameLength = in.readUnsignedByte();
            need(in, end, nameLength + 2);
            String name = text(in, nameLength);
            int valueLength = in.readUnsignedShort();
            need(in, end, valueLength);
            if (all.put(name, text(in, valueLength)) != null)
                throw new WireException("an attribute came twice in a call");
        }
        return all;
    }

    static String text(ByteBuf in, int length) {
        return in.readString(length, StandardCharsets.UTF_8);
    }

    static void need(ByteBuf in, int end, int bytes) throws WireException {
        if (end - in.readerIndex() < bytes) throw new WireException("a frame is cut short");
    }
}
