// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
    private static final String GOOD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void whatTheStandardShowsIsValid() {
        assertThat(Trace.valid(GOOD)).isEqualTo(GOOD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
                "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more"
            })
    void whatItForbidsIsNot(String text) {
        assertThat(Trace.valid(text)).isNull();
    }

    @Test
    void aLaterVersionMayBeLonger() {
        String later = GOOD.replaceFirst("00", "cc");
        assertThat(Trace.valid(later + "-more")).isEqualTo(later);
    }

    @Test
    void aChildKeepsTheTraceAndHasASpanOfItsOwn() {
        String child = Trace.child(GOOD);
        assertThat(Trace.valid(child)).isEqualTo(child);
        assertThat(child).startsWith(GOOD.substring(0, 36)).endsWith("-01").isNotEqualTo(GOOD);
    }

    @Test
    void aTraceThatBeginsIsValid() {
        String begun = Trace.begin(true);
        assertThat(Trace.valid(begun)).isEqualTo(begun);
        assertThat(Trace.begin(false)).endsWith("-00");
    }
}
