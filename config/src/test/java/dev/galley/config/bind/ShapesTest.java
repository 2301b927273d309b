// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapesTest {
    public record Unknown(@Setting("What has no form in a file.") Thread thread) {}

    public record Bare(String text) {}

    public record Inner(@Setting(value = "A number.", byDefault = "1") int number) {}

    public record Outer(
            @Setting(value = "Beside.", inline = true) Inner inner,
            @Setting("Must be there.") String text) {}

    @ParameterizedTest
    @CsvSource({"for_, for", "maxConnections, max-connections", "RoundRobin, round-robin"})
    @CsvSource({"dns, dns", "minUp, min-up"})
    void aKeyIsTheKebabCaseOfAName(String name, String key) {
        assertThat(Shapes.kebab(name)).isEqualTo(key);
    }

    @Test
    void theKeysOfAnInlineRecordStandBesideItsParents() {
        Outer outer =
                Binder.bind(Outer.class, "f", "{number: 7, text: x}", Map.of(), _ -> List.of());
        assertThat(outer).isEqualTo(new Outer(new Inner(7), "x"));
    }

    @Test
    void aRecordThatHasNoFormInAFileIsRefusedAtOnce() {
        assertThatIllegalStateException().isThrownBy(() -> Shapes.fields(Unknown.class));
        assertThatIllegalStateException().isThrownBy(() -> Shapes.fields(Bare.class));
    }
}
