// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.Recipient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// Several people who talk all the time, to each other and in a group, until they are told to stop;
/// and what each should have heard then.
final class Talk {
    private static final int MORE = 15;

    private final List<Person> people;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<Person, Queue<String>> expected = new ConcurrentHashMap<>();
    private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turns = new AtomicInteger();
    private volatile boolean over;

    /// @param people all of whom are in the group
    Talk(List<Person> people, String group) {
        this.people = people;
        for (Person person : people) expected.put(person, new ConcurrentLinkedQueue<>());
        for (Person person : people)
            threads.add(Thread.startVirtualThread(() -> talk(person, group)));
    }

    private void talk(Person me, String group) {
        try {
            for (int i = 0; !over; i++) {
                for (Person other : people)
                    if (other != me)
                        say(me, new Recipient.User(other.name()), "hi no. " + i, List.of(other));
                say(me, new Recipient.Group(group), "all! no. " + i, others(me));
                turns.incrementAndGet();
            }
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    private List<Person> others(Person me) {
        return people.stream().filter(person -> person != me).toList();
    }

    private void say(Person me, Recipient to, String text, List<Person> hearers) {
        me.says(to, text);
        for (Person hearer : hearers) should(hearer, me.name() + ": " + text);
    }

    /// Somebody should hear something more.
    void should(Person hearer, String text) {
        expected.get(hearer).add(text);
    }

    /// Waits until much more has been said.
    void goesOn() {
        int before = turns.get();
        await().atMost(Duration.ofSeconds(80))
                .until(() -> turns.get() > before + MORE || !failures.isEmpty());
        assertThat(failures).isEmpty();
    }

    /// Everybody has heard all that was said, and nothing twice.
    void ends() throws InterruptedException {
        over = true;
        for (Thread thread : threads) thread.join();
        assertThat(failures).isEmpty();
        for (Person person : people)
            await(person.name())
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(sorted(person.heard())).isEqualTo(said(person)));
    }

    private List<String> said(Person to) {
        return sorted(List.copyOf(expected.get(to)));
    }

    private static List<String> sorted(List<String> texts) {
        return texts.stream().sorted().collect(Collectors.toList());
    }
}
