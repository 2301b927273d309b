// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.infinispan.commons.marshall.WrappedByteArray;
import org.infinispan.container.entries.CacheEntry;
import org.infinispan.container.entries.ImmortalCacheEntry;
import org.junit.jupiter.api.Test;

class NewestTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    @SuppressWarnings("unchecked") // it is an entry of no types
    private static CacheEntry<Object, Object> entry(byte[] stored) {
        return new ImmortalCacheEntry("key", new WrappedByteArray(stored));
    }

    private static CacheEntry<Object, Object> alive(long version) {
        return entry(Stored.of(version, new byte[] {1}));
    }

    @Test
    void whatWasWrittenMostOftenRemains() {
        var few = alive(5);
        var many = alive(7);
        assertThat(new Newest().merge(few, List.of(many, alive(6)))).isSameAs(many);
        assertThat(new Newest().merge(null, List.of(few))).isSameAs(few);
        assertThat(new Newest().merge(null, List.of())).isNull();
    }

    @Test
    void ofTwoThatWereWrittenAsOftenThatOfTheLargerPartRemains() {
        var larger = alive(5);
        assertThat(new Newest().merge(larger, List.of(alive(5)))).isSameAs(larger);
    }

    @Test
    void aSessionThatHasEndedIsNotBroughtBackByASleeper() {
        var ended = entry(Stored.ended(6));
        assertThat(new Newest().merge(alive(5), List.of(ended))).isSameAs(ended);
    }

    @Test
    void anIdThatIsUsedAgainBeginsAboveWhatItHad() {
        long first = Stored.first(NOW, null);
        assertThat(first).isEqualTo(1_000_000_000_000L);
        assertThat(Stored.first(NOW, Stored.ended(first + 7))).isEqualTo(first + 8);
        assertThat(Stored.isAlive(Stored.ended(first))).isFalse();
        assertThat(Stored.versioned(Stored.of(3, new byte[] {9})).version()).isEqualTo(3);
    }
}
