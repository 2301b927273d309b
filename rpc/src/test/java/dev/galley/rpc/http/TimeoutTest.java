// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutTest {
    @ParameterizedTest
    @CsvSource({
        "1H, 3600000000000",
        "2M, 120000000000",
        "3S, 3000000000",
        "500m, 500000000",
        "7u, 7000",
        "0n, 0",
        "99999999H, 359999996400000000000"
    })
    void aTimeoutHasDigitsAndAUnit(String text, java.math.BigInteger nanos) {
        Long read = Timeout.nanos(text);
        assertThat(read)
                .isEqualTo(nanos.min(java.math.BigInteger.valueOf(Long.MAX_VALUE)).longValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "S", "-1S", "+1S", "1.5S", "1s", "1 S", "123456789n", "1SS"})
    void allElseIsNone(String text) {
        assertThat(Timeout.nanos(text)).isNull();
    }

    @Test
    void textBesideAStatusIsPercentEncoded() {
        assertThat(Status.percentEncoded("50% of\nä~")).isEqualTo("50%25 of%0A%C3%A4~");
    }
}
