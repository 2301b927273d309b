// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.rpc.server.Face;
import dev.galley.rpc.server.Face.Match;
import dev.galley.rpc.wire.Terms;
import dev.galley.rpc.wire.WireFace;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which face a connection has is told by its first bytes.
class FaceTest {
    private static final Terms TERMS = Terms.of("server");
    private static final List<Face> FACES =
            List.of(new WireFace(TERMS), new Http1Face(TERMS), new Http2Face(TERMS));

    private static List<Match> matches(String first) {
        return FACES.stream()
                .map(face -> face.match(Unpooled.wrappedBuffer(first.getBytes(ISO_8859_1))))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "P, NO, MORE, MORE",
        "PO, NO, MORE, NO",
        "'POST ', NO, YES, NO",
        "M-SEARCH, NO, MORE, NO",
        "'PRI ', NO, NO, MORE",
        "PRI *, NO, NO, MORE",
        "post, NO, NO, NO",
        "' POST', NO, NO, NO",
        "ABCDEFGHIJKLMNOPQR, NO, NO, NO"
    })
    void fewBytesTell(String first, Match wire, Match http1, Match http2) {
        assertThat(matches(first)).containsExactly(wire, http1, http2);
    }

    @Test
    void eachPrefaceIsOneFaceAlone() {
        assertThat(matches("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
                .containsExactly(Match.NO, Match.NO, Match.YES);
        assertThat(matches("\u0089GLY\r\n\u001a\n")).containsExactly(Match.YES, Match.NO, Match.NO);
    }
}
