// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.servlet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// All of a session, as the store has it.
///
/// @param created in milliseconds since 1970
/// @param accessed when it was last asked for, by then; written down now and then
/// @param interval how long it lives when it is not asked for
/// @param attributes by their names, as {@link Values} writes them
record Content(long created, long accessed, Duration interval, Map<String, byte[]> attributes) {
    private static final byte FORMAT = 1;

    /// With some attributes changed.
    ///
    /// @param changes no bytes: the attribute is gone
    Content with(long now, Duration life, Map<String, byte[]> changes) {
        Map<String, byte[]> next = new LinkedHashMap<>(attributes);
        changes.forEach((name, bytes) -> {
            if (bytes.length == 0) next.remove(name);
            else next.put(name, bytes);
        });
        return new Content(created, now, life, next);
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(created);
            out.writeLong(accessed);
            out.writeLong(interval.toMillis());
            out.writeInt(attributes.size());
            for (var attribute : attributes.entrySet()) {
                out.writeUTF(attribute.getKey());
                out.writeInt(attribute.getValue().length);
                out.write(attribute.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// @throws IllegalStateException if that is no session of a web application
    static Content of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != FORMAT) throw new IOException("it was written by something else");
            long created = in.readLong(), accessed = in.readLong();
            Duration interval = Duration.ofMillis(in.readLong());
            Map<String, byte[]> attributes = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                String name = in.readUTF();
                int length = in.readInt();
                if (length < 1 || length > in.available()) throw new IOException("it is cut off");
                attributes.put(name, in.readNBytes(length));
            }
            return new Content(created, accessed, interval, attributes);
        } catch (IOException e) {
            throw new IllegalStateException("a session cannot be read: " + e.getMessage(), e);
        }
    }
}
