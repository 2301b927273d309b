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

/// The chat record as somebody reads it by hand for speed.
final class HandReader {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = {};
    private int at;

    Message decode(byte[] all) {
        bytes = all;
        at = 0;
        return message(all.length);
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
