// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerHeadTest {
    @Test
    void everyPrefixOfAHeadAsksForMore() {
        String whole = "HTTP/1.1 200 Fine and well\r\nContent-Length: 5\r\n\r\n";
        for (int i = 0; i < whole.length(); i++)
            assertThat(Parsed.parse(new AnswerHead(), whole.substring(0, i))).isEqualTo(Head.MORE);
        AnswerHead head = new AnswerHead();
        assertThat(Parsed.parse(head, whole)).isEqualTo(whole.length());
        assertThat(head.status).isEqualTo(200);
        assertThat(head.contentLength).isEqualTo(5);
    }

    @Test
    void theReasonMayBeMissing() {
        assertThat(Parsed.parse(new AnswerHead(), "HTTP/1.1 200\r\nA: b\r\n\r\n")).isPositive();
        assertThat(Parsed.parse(new AnswerHead(), "HTTP/1.0 404 \r\nA: b\r\n\r\n")).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 099 x\r\n\r\n",
                "HTTP/1.1 600 x\r\n\r\n",
                "HTTP/1.1 20x OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\nA: b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
                "HTTP/1.1 200 OK\r\n b\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
            })
    void aMalformedAnswerIsRefused(String text) {
        assertThat(Parsed.parse(new AnswerHead(), text)).isNegative();
    }

    @Test
    void someStatusesHaveNoBodyWhateverTheirFieldsSay() {
        AnswerHead head = new AnswerHead();
        assertThat(Parsed.parse(head, "HTTP/1.1 304 x\r\nContent-Length: 5\r\n\r\n")).isPositive();
        assertThat(head.bodiless(false)).isTrue();
        assertThat(Parsed.parse(head, "HTTP/1.1 200 x\r\nContent-Length: 5\r\n\r\n")).isPositive();
        assertThat(head.bodiless(false)).isFalse();
        assertThat(head.bodiless(true)).isTrue();
    }
}
