// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.config.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DenyListTest {
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final InstantSource source = () -> now;
    private final DenyList list = new DenyList(source.withZone(ZoneOffset.UTC));

    private String deny(@Nullable Duration ttl, String... sources) {
        List<Denied> entries = list.entries(Stream.of(sources).map(Cidr::parse).toList(), ttl);
        String commands =
                list.prepare(entries, length -> "rules of " + length.set() + "\n")
                        + list.add(entries);
        list.added(entries);
        return commands;
    }

    @Test
    void aLengthGetsItsSetAndItsRulesOnce() {
        assertThat(deny(null, "10.1.2.3/24", "10.1.2.99/24"))
                .isEqualTo(
                        """
                        add set @T deny4_24 { type ipv4_addr; flags timeout; size 200000; }
                        rules of deny4_24
                        add element @T deny4_24 { 10.1.2.0 }
                        """);
        assertThat(deny(Duration.ofSeconds(2), "10.1.3.0/24"))
                .isEqualTo("add element @T deny4_24 { 10.1.3.0 timeout 2000ms }\n");
    }

    @Test
    void whoIsDeniedAlreadyIsTakenOutFirstWhetherTheKernelHasItStillOrNot() {
        deny(Duration.ofSeconds(2), "fd00::1");
        assertThat(deny(null, "fd00::1").lines())
                .containsExactly(
                        "add element @T deny6_128 { fd00:0:0:0:0:0:0:1 }",
                        "delete element @T deny6_128 { fd00:0:0:0:0:0:0:1 }",
                        "add element @T deny6_128 { fd00:0:0:0:0:0:0:1 }");
    }

    @Test
    void whatHasExpiredIsNotThereAnyMore() {
        deny(Duration.ofSeconds(2), "10.0.0.1");
        deny(null, "10.0.0.0/8");
        assertThat(list.now())
                .extracting(Denied::toString)
                .containsExactly("10.0.0.1", "10.0.0.0/8");
        now = now.plusSeconds(2);
        assertThat(list.now()).extracting(Denied::toString).containsExactly("10.0.0.0/8");
    }

    @Test
    void thereIsALimitToIt() {
        String[] many =
                IntStream.range(0, DenyList.MOST)
                        .mapToObj(i -> "10.%d.%d.%d".formatted(i >> 16, i >> 8 & 255, i & 255))
                        .toArray(String[]::new);
        deny(Duration.ofSeconds(1), many);
        deny(Duration.ofSeconds(1), many);
        assertThatThrownBy(() -> deny(null, "11.0.0.1"))
                .hasMessage("the deny list takes 100,000 sources, and has 100,000");
        now = now.plusSeconds(1);
        assertThatThrownBy(() -> deny(null, "0.0.0.0/0")).hasMessageContaining("is everybody");
        deny(null, "11.0.0.1");
        assertThat(list.now()).hasSize(1);
    }
}
