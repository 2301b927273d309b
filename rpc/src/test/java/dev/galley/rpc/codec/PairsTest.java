// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Maps as they are read, beside those of the JDK.
class PairsTest {
    private static Map<String, Integer> read(Map<String, Integer> from) {
        SequencedMap<String, Integer> read = null;
        for (var entry : from.entrySet())
            read = Elements.put(read, entry.getKey(), entry.getValue());
        return Elements.map(read);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 8, 9, 30})
    void aMapOfAnySizeIsWhatWasReadInItsOrder(int size) {
        SplittableRandom random = new SplittableRandom(size);
        Map<String, Integer> like = new LinkedHashMap<>();
        while (like.size() < size) like.put("key " + random.nextInt(100), random.nextInt());
        Map<String, Integer> map = read(like);
        assertThat(map).isEqualTo(like).hasSameHashCodeAs(like).hasSize(size);
        assertThat(like).isEqualTo(map);
        assertThat(map).hasToString(like.toString());
        assertThat(map.keySet()).containsExactlyElementsOf(like.keySet());
        assertThat(map.values()).containsExactlyElementsOf(like.values());
        like.forEach((key, value) -> assertThat(map).containsEntry(key, value).containsKey(key));
        assertThat(map.get("none")).isNull();
        assertThat(map.containsKey("none")).isFalse();
        assertThat(Writer.backwards(map))
                .containsExactlyElementsOf(List.copyOf(like.entrySet()).reversed());
    }

    @Test
    void aKeyThatComesTwiceCountsAsItCameLast() {
        SequencedMap<String, Integer> read = Elements.put(null, "a", 1);
        for (int i = 0; i < 12; i++) read = Elements.put(read, "b", i);
        assertThat(Elements.map(Elements.put(read, "a", 7)))
                .containsExactly(Map.entry("a", 7), Map.entry("b", 11));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9})
    void nothingCanBeChanged(int size) {
        Map<String, Integer> like = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) like.put("key " + i, i);
        Map<String, Integer> map = read(like);
        assertThatThrownBy(() -> map.put("new", 1))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.remove("key 0"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.entrySet().iterator().next().setValue(9))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(map).isEqualTo(like);
    }
}
