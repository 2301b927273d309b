// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.galley.rpc.Contracts;
import dev.galley.rpc.Method;
import org.junit.jupiter.api.Test;

/// The processor runs in Maven, beside Error Prone.
class EchoContractTest {
    @Test
    void aContractIsGeneratedAndFoundByItsService() {
        assertThat(Contracts.of(Echo.class)).isSameAs(EchoContract.CONTRACT);
        assertThat(EchoContract.CONTRACT.methods())
                .extracting(Method::toString)
                .contains("Echo/bytes", "Echo/greetings")
                .hasSize(8);
    }

    @Test
    void aClassWithoutAContractIsToldHowToGetOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Contracts.of(Runnable.class))
                .withMessageContaining("compile it with galley-rpc-processor");
    }
}
