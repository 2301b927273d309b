// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Where messages end, fuzzed: nothing throws, what is accepted is well-formed by a second opinion
/// (patterns after RFC 9112, written apart from the parser), and it does not matter how the bytes
/// are cut.
///
/// A normal test run tries the seeds only; `JAZZER_FUZZ=1` fuzzes (see bench/README.md).
class FramingFuzzTest {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String VALUE = "[\\t -~\\x80-\\xff]*";
    private static final String FIELDS = "(" + TOKEN + ":" + VALUE + "\r\n)*";
    private static final Pattern REQUEST =
            Pattern.compile(
                    "(\r\n)?" + TOKEN + " [!-~]+ HTTP/1\\.[01]\r\n" + FIELDS + "\r\n",
                    Pattern.DOTALL);
    private static final Pattern ANSWER =
            Pattern.compile(
                    "HTTP/1\\.[01] [1-5][0-9][0-9]( " + VALUE + ")?\r\n" + FIELDS + "\r\n",
                    Pattern.DOTALL);
    // (?d): a line ends with LF alone, not with the 0x85 that a value may hold.
    private static final Pattern LENGTH = Pattern.compile("(?imd)^content-length:");
    private static final Pattern CODING = Pattern.compile("(?imd)^transfer-encoding:");
    private static final Pattern HOST = Pattern.compile("(?imd)^host:");
    private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]+)(;[^\r\n]*)?");

    @FuzzTest
    void aRequestThatIsAcceptedIsWellFormed(byte[] bytes) {
        RequestHead head = new RequestHead();
        int length = sameHoweverCut(head, bytes);
        if (length <= 0) return;
        String text = text(bytes, length);
        assertThat(text).matches(REQUEST);
        assertThat(count(LENGTH, text) + count(CODING, text)).isLessThanOrEqualTo(1);
        assertThat(head.chunked).isEqualTo(count(CODING, text) == 1);
        assertThat(head.contentLength >= 0).isEqualTo(count(LENGTH, text) == 1);
        assertThat(count(HOST, text)).isLessThanOrEqualTo(1);
        if (head.http11) assertThat(count(HOST, text)).isEqualTo(1);
    }

    @FuzzTest
    void anAnswerThatIsAcceptedIsWellFormed(byte[] bytes) {
        int length = sameHoweverCut(new AnswerHead(), bytes);
        if (length > 0) assertThat(text(bytes, length)).matches(ANSWER);
    }

    @FuzzTest
    void aChunkedBodyThatIsAcceptedIsWellFormed(byte[] bytes) {
        ByteBuf content = Unpooled.buffer();
        Body whole = new Body();
        whole.chunked();
        int taken = whole.take(Unpooled.wrappedBuffer(bytes), content);
        Body pieces = new Body();
        pieces.chunked();
        assertThat(takenInPieces(pieces, bytes)).isEqualTo(taken);
        assertThat(pieces.done()).isEqualTo(whole.done());
        if (taken < 0 || !whole.done()) return;
        assertThat(content.toString(StandardCharsets.ISO_8859_1))
                .isEqualTo(decoded(text(bytes, taken)));
    }

    /// What the parser says of all bytes, once it has said nothing else of fewer.
    private static int sameHoweverCut(Head head, byte[] bytes) {
        int length = parse(head, bytes, bytes.length);
        for (int most = 0; most < bytes.length; most += 1 + most / 16) {
            int cut = parse(head, bytes, most);
            if (length > 0) assertThat(cut).isEqualTo(most < length ? Head.MORE : length);
            else assertThat(cut).isLessThanOrEqualTo(Head.MORE);
        }
        return parse(head, bytes, bytes.length);
    }

    private static int parse(Head head, byte[] bytes, int most) {
        return head.parse(Unpooled.wrappedBuffer(bytes, 0, most), Parsed.LIMITS);
    }

    private static int takenInPieces(Body body, byte[] bytes) {
        int taken = 0;
        for (int from = 0, n = 1; from < bytes.length && !body.done(); n = 1 + from % 7) {
            int to = Math.min(bytes.length, from + n);
            int some = body.take(Unpooled.wrappedBuffer(bytes, from, to - from), null);
            if (some < 0) return -1;
            taken += some;
            from = to;
        }
        return taken;
    }

    /// The content of a chunked body, in the plainest way; fails if it is not well-formed.
    private static String decoded(String body) {
        StringBuilder content = new StringBuilder();
        for (int at = 0; ; ) {
            int end = body.indexOf("\r\n", at);
            var size = SIZE.matcher(body.substring(at, end));
            assertThat(size.matches()).as("size of a chunk in %s", body).isTrue();
            int length = Integer.parseInt(size.group(1), 16);
            at = end + 2;
            if (length == 0) {
                assertThat(body.substring(at)).matches(Pattern.compile(FIELDS + "\r\n"));
                return content.toString();
            }
            content.append(body, at, at + length);
            assertThat(body.substring(at + length)).startsWith("\r\n");
            at += length + 2;
        }
    }

    private static long count(Pattern what, String text) {
        return what.matcher(text).results().count();
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
