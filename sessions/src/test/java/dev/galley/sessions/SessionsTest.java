// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /// How many of something.
    record Count(int value) {}

    private final SessionStore store =
            new InProcessStore(new SessionLimits(100, 1000, MINUTE), System::nanoTime);
    private final Sessions<Count> counts = new Sessions<>(store, "count", new OfCount(), MINUTE);

    @Test
    void whatWasCreatedIsReadAndChangedAndEnded() {
        String id = counts.create(new Count(1));
        assertThat(counts.get(id)).isEqualTo(new Count(1));
        assertThat(counts.update(id, was -> new Count(was.value() + 1))).isEqualTo(new Count(2));
        assertThat(counts.touch(id)).isTrue();
        counts.remove(id);
        assertThat(counts.get(id)).isNull();
        assertThat(counts.update(id, was -> was)).isNull();
        assertThat(counts.touch(id)).isFalse();
    }

    @Test
    void aKindHasIdsOfItsOwn() {
        Sessions<Count> others = new Sessions<>(store, "other", new OfCount(), MINUTE);
        assertThat(counts.create("a", new Count(1))).isTrue();
        assertThat(others.create("a", new Count(2))).isTrue();
        assertThat(counts.create("a", new Count(3))).isFalse();
        assertThat(counts.get("a")).isEqualTo(new Count(1));
        assertThat(others.get("a")).isEqualTo(new Count(2));
    }

    @Test
    void anUpdateThatWasTooSlowBeginsAgainWithWhatIsThere() {
        String id = counts.create(new Count(0));
        Count now =
                counts.update(
                        id,
                        was -> {
                            if (was.value() == 0) counts.update(id, _ -> new Count(10));
                            return new Count(was.value() + 1);
                        });
        assertThat(now).isEqualTo(new Count(11));
        assertThat(counts.get(id)).isEqualTo(new Count(11));
    }

    @Test
    void anUpdateThatIsAlwaysTooSlowEnds() {
        String id = counts.create(new Count(0));
        long[] other = {0};
        assertThatThrownBy(() ->
                        counts.update(
                                id,
                                was -> {
                                    other[0]++;
                                    new Sessions<>(store, "count", new OfCount(), MINUTE)
                                            .update(id, _ -> new Count((int) other[0]));
                                    return was;
                                }))
                .isInstanceOf(SessionException.class)
                .hasMessageContaining("changed by others all the time");
    }

    @Test
    void noTwoIdsAreTheSameAndNoneNeedsEncoding() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) ids.add(Sessions.newId());
        assertThat(ids).hasSize(1000).allMatch(id -> id.matches("[A-Za-z0-9_-]{27}"));
    }

    /// As the processor would write it.
    private static final class OfCount implements Codec<Count> {
        @Override
        public void write(Writer out, Count value) {
            out.int32(8, value.value());
        }

        @Override
        public Count read(Reader in) {
            assertThat(in.tag()).isEqualTo(8);
            return new Count(in.int32());
        }

        @Override
        public void write(JsonWriter out, Count value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Count read(JsonReader in) {
            throw new UnsupportedOperationException();
        }
    }
}
