// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.bench.chat.Attachment;
import dev.galley.bench.chat.Kind;
import dev.galley.bench.chat.Message;
import dev.galley.bench.chat.User;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The chat record as somebody writes it by hand for speed: the usual way, first measured, then
/// written forwards into an array of just that size. Sizes of nested messages are kept in the order
/// in which they are met.
final class HandCodec {
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

    Message decode(byte[] all) {
        bytes = all;
        at = 0;
        return message(all.length);
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

    private Message message(int end) {
        long id = 0;
        User sender = null;
        String text = "";
        Instant sent = null;
        List<User> recipients = null;
        Map<String, String> attributes = null;
        Attachment attachment = null;
        Message reply = null;
        Kind kind = null;
        List<Integer> marks = null;
        while (at < end) {
            int tag = (int) get();
            switch (tag) {
                case 8 -> id = get();
                case 18 -> sender = user(end());
                case 26 -> text = text();
                case 34 -> sent = instant(end());
                case 42 -> {
                    if (recipients == null) recipients = new ArrayList<>();
                    recipients.add(user(end()));
                }
                case 50 -> {
                    if (attributes == null) attributes = new LinkedHashMap<>();
                    entry(end(), attributes);
                }
                case 58 -> attachment = attachment(end());
                case 66 -> reply = message(end());
                case 72 -> kind = get() == 1 ? Kind.TEXT : Kind.NOTICE;
                case 82 -> {
                    if (marks == null) marks = new ArrayList<>();
                    for (int last = end(); at < last; ) marks.add((int) get());
                }
                default -> skip(tag);
            }
        }
        if (sender == null || sent == null || attachment == null || kind == null)
            throw new IllegalArgumentException("a field is missing");
        return new Message(
                id,
                sender,
                text,
                sent,
                recipients == null ? List.of() : List.copyOf(recipients),
                attributes == null ? Map.of() : Collections.unmodifiableMap(attributes),
                attachment,
                Optional.ofNullable(reply),
                kind,
                marks == null ? List.of() : List.copyOf(marks));
    }

    private User user(int end) {
        long id = 0;
        String name = "";
        boolean online = false;
        while (at < end) {
            int tag = (int) get();
            switch (tag) {
                case 8 -> id = get();
                case 18 -> name = text();
                case 24 -> online = get() != 0;
                default -> skip(tag);
            }
        }
        return new User(id, name, online);
    }

    private Instant instant(int end) {
        long seconds = 0;
        int nanos = 0;
        while (at < end) {
            int tag = (int) get();
            switch (tag) {
                case 8 -> seconds = get();
                case 16 -> nanos = (int) get();
                default -> skip(tag);
            }
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    private void entry(int end, Map<String, String> attributes) {
        String key = "";
        String value = "";
        while (at < end) {
            int tag = (int) get();
            switch (tag) {
                case 10 -> key = text();
                case 18 -> value = text();
                default -> skip(tag);
            }
        }
        attributes.put(key, value);
    }

    private Attachment attachment(int end) {
        Attachment attachment = null;
        while (at < end) {
            int tag = (int) get();
            switch (tag) {
                case 10 -> attachment = image(end());
                case 18 -> attachment = link(end());
                default -> skip(tag);
            }
        }
        if (attachment == null) throw new IllegalArgumentException("an attachment of no kind");
        return attachment;
    }

    private Attachment.Image image(int end) {
        int width = 0;
        int height = 0;
        byte[] preview = {};
        while (at < end) {
            int tag = (int) get();
            switch (tag) {
                case 8 -> width = (int) get();
                case 16 -> height = (int) get();
                case 26 -> {
                    int last = end();
                    preview = Arrays.copyOfRange(bytes, at, last);
                    at = last;
                }
                default -> skip(tag);
            }
        }
        return new Attachment.Image(width, height, preview);
    }

    private Attachment.Link link(int end) {
        String url = "";
        double rank = 0;
        while (at < end) {
            int tag = (int) get();
            switch (tag) {
                case 10 -> url = text();
                case 17 -> {
                    rank = Double.longBitsToDouble((long) LONGS.get(bytes, at));
                    at += 8;
                }
                default -> skip(tag);
            }
        }
        return new Attachment.Link(url, rank);
    }

    private void skip(int tag) {
        switch (tag & 7) {
            case 0 -> get();
            case 1 -> at += 8;
            case 2 -> at = end();
            case 5 -> at += 4;
            default -> throw new IllegalArgumentException("wire type " + (tag & 7));
        }
    }

    /// Reads a length; the end of what has it.
    private int end() {
        int length = (int) get();
        if (length < 0 || length > bytes.length - at)
            throw new IllegalArgumentException("too short");
        return at + length;
    }

    private String text() {
        int end = end();
        int start = at;
        at = end;
        for (int i = start; i < end; i++)
            if (bytes[i] < 0) return new String(bytes, start, end - start, UTF_8);
        return new String(bytes, start, end - start, ISO_8859_1);
    }

    private long get() {
        byte first = bytes[at++];
        return first >= 0 ? first : getMore(first & 0x7f);
    }

    private long getMore(long value) {
        for (int shift = 7; shift < 64; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) return value;
        }
        throw new IllegalArgumentException("a number of more than 64 bits");
    }
}
