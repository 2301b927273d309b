// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.HttpOnly;
import dev.galley.config.PersistenceConfig;
import dev.galley.config.SameSite;
import dev.galley.config.SecureCookie;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CookieSealTest {
    private static final String ONE = "10.0.0.1:80", TWO = "10.0.0.2:80";

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private List<String> members = List.of(ONE, TWO);

    @Test
    void whatWasSealedIsOpened() {
        CookieSeal<String> seal = seal("web", null, null);
        assertThat(open(seal, seal.seal(ONE))).isEqualTo(new CookieSeal.Opened<>(ONE, false));
        assertThat(open(seal, seal.seal(TWO))).isEqualTo(new CookieSeal.Opened<>(TWO, false));
    }

    @Test
    void aValueTellsNothingOfTheMemberButWhetherItIsTheSame() {
        CookieSeal<String> seal = seal("web", null, null);
        assertThat(seal.seal(ONE)).matches("[0-9a-f]{40}").isEqualTo(seal.seal(ONE));
        assertThat(seal.seal(ONE).substring(0, 16)).isNotEqualTo(seal.seal(TWO).substring(0, 16));
        assertThat(seal("web", null, null).seal(ONE)).isNotEqualTo(seal.seal(ONE));
    }

    @Test
    void noChangedValueIsTaken() {
        CookieSeal<String> seal = seal("web", null, null);
        String good = seal.seal(ONE);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            char[] forged = good.toCharArray();
            for (int k = 0; k <= i % 3; k++)
                forged[random.nextInt(forged.length)] =
                        "0123456789abcdefABCDEF=\" ".charAt(random.nextInt(25));
            String value = new String(forged);
            if (!value.equals(good)) assertThat(open(seal, value)).isNull();
        }
        assertThat(open(seal, "")).isNull();
        assertThat(open(seal, good + "0")).isNull();
        assertThat(open(seal, good.substring(1))).isNull();
        assertThat(open(seal, good.toUpperCase(java.util.Locale.ROOT))).isNull();
    }

    @Test
    void itIsGoodForItsTimeAndToBeRenewedAtHalfOfIt() {
        CookieSeal<String> seal = seal("web", Duration.ofHours(1), null);
        String value = seal.seal(ONE);
        now = now.plusSeconds(1800);
        assertThat(open(seal, value)).isEqualTo(new CookieSeal.Opened<>(ONE, false));
        now = now.plusSeconds(1);
        assertThat(open(seal, value)).isEqualTo(new CookieSeal.Opened<>(ONE, true));
        now = now.plusSeconds(1799);
        assertThat(open(seal, value)).isEqualTo(new CookieSeal.Opened<>(ONE, true));
        now = now.plusSeconds(1);
        assertThat(open(seal, value)).isNull();
    }

    @Test
    void processesWithTheSameSecretTakeEachOthersButNotThoseOfAnotherPool() {
        String value = seal("web", null, "hush").seal(TWO);
        assertThat(open(seal("web", null, "hush"), value))
                .isEqualTo(new CookieSeal.Opened<>(TWO, false));
        assertThat(open(seal("web", null, "other"), value)).isNull();
        assertThat(open(seal("shop", null, "hush"), value)).isNull();
    }

    @Test
    void aMemberThatLeftIsNotFoundAndOneThatCameIs() {
        CookieSeal<String> seal = seal("web", null, null);
        String one = seal.seal(ONE);
        members = List.of(TWO);
        assertThat(open(seal, one)).isNull();
        members = List.of(TWO, ONE);
        assertThat(open(seal, one)).isEqualTo(new CookieSeal.Opened<>(ONE, false));
    }

    @Test
    void otherAttributesLeaveItsCookiesGoodAndAnotherSecretDoesNot() {
        CookieSeal<String> seal = seal("web", null, "hush");
        assertThat(seal.reconfigure(config(Duration.ofHours(1), "hush"))).isTrue();
        assertThat(seal.config().ttl()).isEqualTo(Duration.ofHours(1));
        assertThat(seal.reconfigure(config(null, "other"))).isFalse();
    }

    private CookieSeal<String> seal(String pool, @Nullable Duration ttl, @Nullable String secret) {
        return new CookieSeal<>(
                config(ttl, secret), pool, () -> members, Function.identity(), () -> now);
    }

    private static PersistenceConfig.Cookie config(
            @Nullable Duration ttl, @Nullable String secret) {
        return new PersistenceConfig.Cookie(
                "GALLEY", ttl, "/", null, HttpOnly.ON, SecureCookie.AUTO, SameSite.LAX, secret);
    }

    private static CookieSeal.@Nullable Opened<String> open(CookieSeal<String> seal, String value) {
        byte[] bytes = ("x" + value + "x").getBytes(US_ASCII);
        return seal.open(bytes, 1, bytes.length - 1);
    }
}
