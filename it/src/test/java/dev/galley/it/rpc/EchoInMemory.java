// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import dev.galley.rpc.CallException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Does what it is asked, at the beginning of 1970.
public class EchoInMemory implements Echo {
    private final Map<String, Greeting> greetings = new ConcurrentHashMap<>();

    @Override
    public byte[] bytes(byte[] payload) {
        return payload;
    }

    @Override
    public Greeting greet(Person person, @Nullable String language) {
        String hello = "de".equals(language) ? "Hallo " : "Hello ";
        Way way = person.mood().equals(Optional.of(Mood.SAD)) ? letter(person) : new Way.Wave(2);
        Greeting greeting = new Greeting(hello + person.name(), Instant.EPOCH, way);
        greetings.put(person.name(), greeting);
        return greeting;
    }

    private static Way letter(Person person) {
        return new Way.Letter(person.titles().getOrDefault("city", "unknown"));
    }

    @Override
    public Optional<Greeting> last(String name) {
        return Optional.ofNullable(greetings.get(name));
    }

    @Override
    public void log(List<String> lines) {
        if (lines.isEmpty()) throw new IllegalArgumentException("nothing to log");
    }

    @Override
    public void fail(String type) {
        throw CallException.failed(type, "as you asked for");
    }

    @Override
    public Stream<Integer> count(int from, int to) {
        return IntStream.range(from, to).boxed();
    }

    @Override
    public long sum(Stream<Integer> numbers) {
        return numbers.mapToLong(number -> number).sum();
    }

    @Override
    public Stream<Greeting> greetings(Stream<Person> people) {
        return people.map(person -> greet(person, null));
    }
}
