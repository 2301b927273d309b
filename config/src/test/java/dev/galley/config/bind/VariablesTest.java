// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {
    private static final Map<String, String> ENV =
            Map.of("A", "one", "B_2", "two", "EMPTY", "", "NESTED", "${A} $1 \\");

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "$A {A} $, $A {A} $",
        "${A}, one",
        "x${A}-${B_2}y, xone-twoy",
        "${A:-z}, one",
        "${NONE:-z}, z",
        "${NONE:-}, ''",
        "${EMPTY}, ''",
        "${EMPTY:-z}, z",
        "$${A}, ${A}",
        "$$${A}, $${A}",
        "${NESTED}, ${A} $1 \\"
    })
    void aReferenceIsReplacedByWhatTheVariableHolds(String text, String replaced) {
        assertThat(Variables.replace(text, ENV)).isEqualTo(replaced);
    }

    @Test
    void anUnsetVariableIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Variables.replace("${A}${NONE}", ENV))
                .withMessage(
                        "the environment has no variable NONE; set it, or write ${NONE:-default}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${", "${}", "${A", "${1A}", "${A:z}", "${A B}", "${A:-"})
    void whatIsNoReferenceIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Variables.replace(text, ENV))
                .withMessageStartingWith("${ begins no variable");
    }
}
