// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A method of each kind.
@Service
public interface Echo {
    @Idempotent
    byte[] bytes(byte[] payload);

    Greeting greet(Person person, @Nullable String language);

    Optional<Greeting> last(String name);

    void log(List<String> lines);

    /// Fails with that type.
    void fail(String type);

    Stream<Integer> count(int from, int to);

    long sum(Stream<Integer> numbers);

    Stream<Greeting> greetings(Stream<Person> people);

    record Person(String name, Optional<Mood> mood, Map<String, String> titles) {}

    enum Mood {
        MERRY,
        SAD
    }

    record Greeting(String text, Instant at, Way way) {}

    sealed interface Way {
        record Wave(int times) implements Way {}

        record Letter(String address) implements Way {}
    }
}
