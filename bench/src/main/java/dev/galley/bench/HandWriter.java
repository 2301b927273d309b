// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.bench.chat.Attachment;
import dev.galley.bench.chat.Kind;
import dev.galley.bench.chat.Message;
import dev.galley.bench.chat.User;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/// The chat record as somebody writes it by hand for speed: the usual way, first measured, then
/// written forwards into an array of just that size. Sizes of nested messages are kept in the order
/// in which they are met.
final class HandWriter {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private int[] sizes = new int[64];
    private int measured;
    private int taken;
    private byte[] bytes = {};
    private int at;

    byte[] encode(Message message) {
        measured = 0;
        taken = 0;
        at = 0;
        byte[] all = new byte[size(message)];
        bytes = all;
        write(message);
        return all;
    }

    private int reserve() {
        if (measured == sizes.length) sizes = Arrays.copyOf(sizes, 2 * measured);
        return measured++;
    }

    private int nested(int slot, int size) {
        sizes[slot] = size;
        return 1 + varint(size) + size;
    }

    private int size(Message message) {
        int size = 0;
        if (message.id() != 0) size += 1 + varint(message.id());
        size += nested(reserve(), size(message.sender()));
        if (!message.text().isEmpty()) size += text(message.text());
        int slot = reserve();
        size += nested(slot, size(message.sent()));
        for (User recipient : message.recipients()) {
            slot = reserve();
            size += nested(slot, size(recipient));
        }
        for (Map.Entry<String, String> entry : message.attributes().entrySet()) {
            slot = reserve();
            size += nested(slot, text(entry.getKey()) + text(entry.getValue()));
        }
        slot = reserve();
        size += nested(slot, size(message.attachment()));
        if (message.reply().isPresent()) {
            slot = reserve();
            size += nested(slot, size(message.reply().get()));
        }
        size += 2;
        if (!message.marks().isEmpty()) {
            slot = reserve();
            int marks = 0;
            for (int mark : message.marks()) marks += varint(mark);
            size += nested(slot, marks);
        }
        return size;
    }

    private int size(User user) {
        int size = 0;
        if (user.id() != 0) size += 1 + varint(user.id());
        if (!user.name().isEmpty()) size += text(user.name());
        if (user.online()) size += 2;
        return size;
    }

    private static int size(Instant time) {
        long seconds = time.getEpochSecond();
        int nanos = time.getNano();
        int size = seconds == 0 ? 0 : 1 + varint(seconds);
        return nanos == 0 ? size : size + 1 + varint(nanos);
    }

    private int size(Attachment attachment) {
        int slot = reserve();
        int size = 0;
        switch (attachment) {
            case Attachment.Image image -> {
                if (image.width() != 0) size += 1 + varint(image.width());
                if (image.height() != 0) size += 1 + varint(image.height());
                int length = image.preview().length;
                if (length != 0) size += 1 + varint(length) + length;
            }
            case Attachment.Link link -> {
                if (!link.url().isEmpty()) size += text(link.url());
                if (Double.doubleToRawLongBits(link.rank()) != 0) size += 9;
            }
        }
        return nested(slot, size);
    }

    private int text(String text) {
        int length = utf8(text);
        sizes[reserve()] = length;
        return 1 + varint(length) + length;
    }

    private static int utf8(String text) {
        int length = text.length();
        int bits = 0;
        for (int i = 0; i < length; i++) bits |= text.charAt(i);
        return bits < 0x80 ? length : text.getBytes(UTF_8).length;
    }

    private static int varint(long value) {
        return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
    }

    private void write(Message message) {
        if (message.id() != 0) putLong(8, message.id());
        putNested(18);
        write(message.sender());
        if (!message.text().isEmpty()) putText(26, message.text());
        putNested(34);
        write(message.sent());
        for (User recipient : message.recipients()) {
            putNested(42);
            write(recipient);
        }
        for (Map.Entry<String, String> entry : message.attributes().entrySet()) {
            putNested(50);
            putText(10, entry.getKey());
            putText(18, entry.getValue());
        }
        putNested(58);
        write(message.attachment());
        if (message.reply().isPresent()) {
            putNested(66);
            write(message.reply().get());
        }
        putLong(72, message.kind() == Kind.TEXT ? 1 : 2);
        if (!message.marks().isEmpty()) {
            putNested(82);
            for (int mark : message.marks()) put(mark);
        }
    }

    private void write(User user) {
        if (user.id() != 0) putLong(8, user.id());
        if (!user.name().isEmpty()) putText(18, user.name());
        if (user.online()) putLong(24, 1);
    }

    private void write(Instant time) {
        long seconds = time.getEpochSecond();
        int nanos = time.getNano();
        if (seconds != 0) putLong(8, seconds);
        if (nanos != 0) putLong(16, nanos);
    }

    private void write(Attachment attachment) {
        switch (attachment) {
            case Attachment.Image image -> {
                putNested(10);
                if (image.width() != 0) putLong(8, image.width());
                if (image.height() != 0) putLong(16, image.height());
                int length = image.preview().length;
                if (length != 0) {
                    putLong(26, length);
                    System.arraycopy(image.preview(), 0, bytes, at, length);
                    at += length;
                }
            }
            case Attachment.Link link -> {
                putNested(18);
                if (!link.url().isEmpty()) putText(10, link.url());
                if (Double.doubleToRawLongBits(link.rank()) != 0) {
                    bytes[at] = 17;
                    LONGS.set(bytes, at + 1, Double.doubleToRawLongBits(link.rank()));
                    at += 9;
                }
            }
        }
    }

    private void putNested(int tag) {
        putLong(tag, sizes[taken++]);
    }

    private void putLong(int tag, long value) {
        bytes[at++] = (byte) tag;
        put(value);
    }

    private void put(long value) {
        byte[] to = bytes;
        int i = at;
        while (value >>> 7 != 0) {
            to[i++] = (byte) (0x80 | value);
            value >>>= 7;
        }
        to[i] = (byte) value;
        at = i + 1;
    }

    private void putText(int tag, String text) {
        int length = sizes[taken++];
        putLong(tag, length);
        byte[] to = bytes;
        int i = at;
        if (length == text.length())
            for (int c = 0; c < length; c++) to[i + c] = (byte) text.charAt(c);
        else System.arraycopy(text.getBytes(UTF_8), 0, to, i, length);
        at = i + length;
    }
}
