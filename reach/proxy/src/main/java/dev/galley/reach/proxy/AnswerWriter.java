// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

/// Writes the head that the client gets: the member's own, but for the lines that end here.
final class AnswerWriter {
    private static final byte[] VERSION = Words.of("HTTP/1.1");
    private static final byte[] CHUNKED = Words.of("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = Words.of("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Words.of("Connection: keep-alive\r\n");
    private static final byte[] UPGRADE = Words.of("Connection: upgrade\r\n");

    private AnswerWriter() {}

    /// A final answer.
    ///
    /// @param chunked whether the body goes out in chunks
    /// @param keep whether the client's connection stays open
    static void write(
            Worker worker,
            AnswerHead in,
            Edits edits,
            Tries tries,
            boolean chunked,
            boolean keep,
            boolean http11) {
        HeadWriter out = worker.out.reset();
        boolean dated = fields(out, in, edits, tries.affinity);
        if (!dated) out.put(worker.date());
        if (chunked) out.put(CHUNKED);
        if (!keep) out.put(CLOSE);
        else if (!http11) out.put(KEEP_ALIVE);
        tries.tell(out);
        out.put(edits.added()).crlf();
    }

    /// An interim answer, or the one that opens a tunnel.
    static void interim(Worker worker, AnswerHead in, Edits edits, Tries tries) {
        HeadWriter out = worker.out.reset();
        fields(out, in, edits, tries.affinity);
        if (in.status == 101) {
            out.put(UPGRADE);
            int i = in.find(Field.UPGRADE);
            if (i >= 0) out.put(in.b, in.nameFrom[i], in.lineTo(i));
            tries.tell(out);
        }
        out.crlf();
    }

    private static boolean fields(HeadWriter out, AnswerHead in, Edits edits, Affinity affinity) {
        out.put(VERSION).put(in.b, VERSION.length, in.lineEnd).crlf();
        boolean dated = false;
        int from = -1;
        for (int i = 0; i < in.count; i++) {
            dated |= in.field[i] == Field.DATE;
            boolean kept =
                    !in.field[i].hopByHop
                            && !in.nominated(i)
                            && !edits.drops(in, i)
                            && !affinity.drops(in, i);
            if (kept && from < 0) from = in.nameFrom[i];
            if (!kept && from >= 0) {
                out.put(in.b, from, in.nameFrom[i]);
                from = -1;
            }
        }
        if (from >= 0) out.put(in.b, from, in.lineTo(in.count - 1));
        return dated;
    }
}
