// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads HTTP/1.1 by the letter of RFC 9112, in the plainest way: a second opinion on what the
/// proxy lets through. Whatever is not by the letter is [Malformed].
final class StrictReader {
    /// What was read is no well-formed message.
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1;

        Malformed(String what) {
            super(what);
        }
    }

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern REQUEST =
            Pattern.compile(TOKEN + " (\\*|/[!$-;=@-\\[\\]-~]*(\\?[!\"$-;=?-~]*)?) HTTP/1\\.1");
    private static final Pattern STATUS =
            Pattern.compile("HTTP/1\\.[01] [1-5][0-9][0-9]( [\\t -~\\x80-\\xff]*)?");
    private static final Pattern FIELD =
            Pattern.compile("(" + TOKEN + "):[ \\t]*((?:[!-~\\x80-\\xff][\\t -~\\x80-\\xff]*)?)");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,15})(;[!-~]*)?");
    private static final Set<String> FRAMING =
            Set.of("content-length", "transfer-encoding", "host", "connection", "trailer", "te");
    private static final int MOST_KEPT = 1 << 20;

    private final PushbackInputStream in;

    StrictReader(InputStream in) {
        this.in = new PushbackInputStream(in);
    }

    /// Waits for a byte; false at the end of the stream.
    boolean more() throws IOException {
        int b = in.read();
        if (b >= 0) in.unread(b);
        return b >= 0;
    }

    /// Bytes as they come, whatever they are; -1 at the end.
    int read() throws IOException {
        return in.read();
    }

    /// As [InputStream#read(byte[], int, int)], from 0.
    int read(byte[] to, int most) throws IOException {
        return in.read(to, 0, most);
    }

    /// The head of a request: a message without its body.
    Message requestHead() throws IOException {
        Message head = head(REQUEST);
        if (head.all("Host").size() != 1) throw new Malformed("Host: " + head.all("Host"));
        boolean chunked = head.has("Transfer-Encoding");
        if (chunked && head.has("Content-Length")) throw new Malformed("two lengths: " + head);
        return head;
    }

    /// The head of an answer: a message without its body.
    Message answerHead() throws IOException {
        return head(STATUS);
    }

    private Message head(Pattern first) throws IOException {
        String start = line();
        if (!first.matcher(start).matches()) throw new Malformed("first line: " + start);
        return new Message(start, fields(), 0, "", List.of());
    }

    private List<Message.Field> fields() throws IOException {
        List<Message.Field> fields = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            var field = FIELD.matcher(line);
            if (!field.matches()) throw new Malformed("field: " + line);
            fields.add(new Message.Field(field.group(1), field.group(2).stripTrailing()));
        }
        return fields;
    }

    /// The body that a request's head announces.
    Message requestBody(Message head) throws IOException {
        if (!head.has("Content-Length") && !head.has("Transfer-Encoding")) return head;
        return framed(head);
    }

    /// The body of an answer to `method`; to the end of the stream if it has no other end.
    Message answerBody(Message head, String method) throws IOException {
        int status = head.status();
        if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) return head;
        if (head.has("Content-Length") || head.has("Transfer-Encoding")) return framed(head);
        Body body = new Body();
        for (int b = in.read(); b >= 0; b = in.read()) body.add(b);
        return body.of(head, List.of());
    }

    private Message framed(Message head) throws IOException {
        Body body = new Body();
        if (head.has("Transfer-Encoding")) {
            if (!head.field("Transfer-Encoding").equals("chunked"))
                throw new Malformed("coding: " + head.field("Transfer-Encoding"));
            return chunks(head, body);
        }
        String length = head.field("Content-Length");
        if (!length.matches("[0-9]{1,18}")) throw new Malformed("length: " + length);
        body.read(Long.parseLong(length));
        return body.of(head, List.of());
    }

    private Message chunks(Message head, Body body) throws IOException {
        while (true) {
            String line = line();
            var size = CHUNK.matcher(line);
            if (!size.matches()) throw new Malformed("chunk: " + line);
            long length = Long.parseLong(size.group(1), 16);
            if (length == 0) break;
            body.read(length);
            if (!line().isEmpty()) throw new Malformed("chunk end");
        }
        List<Message.Field> trailers = fields();
        for (Message.Field trailer : trailers)
            if (FRAMING.contains(trailer.name().toLowerCase(java.util.Locale.ROOT)))
                throw new Malformed("trailer: " + trailer);
        return body.of(head, trailers);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = next(); b != '\r'; b = next()) {
            if (b == '\n' || b == 0) throw new Malformed("bare LF or NUL after " + line);
            if (line.size() > 1 << 17) throw new Malformed("endless line");
            line.write(b);
        }
        if (next() != '\n') throw new Malformed("bare CR after " + line);
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private int next() throws IOException {
        int b = in.read();
        if (b < 0) throw new EOFException("ends within a message");
        return b;
    }

    /// A body that grows.
    private final class Body {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private long length;

        void add(int b) {
            length++;
            if (kept.size() < MOST_KEPT) kept.write(b);
        }

        void read(long count) throws IOException {
            byte[] part = new byte[64 * 1024];
            for (long left = count; left > 0; ) {
                int n = in.read(part, 0, (int) Math.min(left, part.length));
                if (n < 0) throw new EOFException("ends within a body, " + left + " bytes early");
                kept.write(part, 0, Math.min(n, MOST_KEPT - kept.size()));
                left -= n;
                length += n;
            }
        }

        Message of(Message head, List<Message.Field> trailers) {
            return new Message(
                    head.start(),
                    head.fields(),
                    length,
                    kept.toString(StandardCharsets.UTF_8),
                    trailers);
        }
    }
}
