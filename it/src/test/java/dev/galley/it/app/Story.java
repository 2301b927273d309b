// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.galley.it.app.post.Mail;
import dev.galley.it.app.post.Mail.Letter;
import dev.galley.it.app.post.Office;
import dev.galley.it.app.post.People;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Fork;
import dev.galley.rpc.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What happens among the people of a town; the same wherever its modules run.
record Story(People people, Mail mail, Office office) {
    private static final int AT_ONCE = 20;

    void happens() {
        assertThat(people.find("ann")).isEmpty();
        assertThat(people.register("ann").letters()).isEqualTo(1);
        people.register("bob");
        assertFails("taken", () -> people.register("ann"));
        assertFails("no-such-person", () -> mail.send(new Letter("ann", "eve", "?")));
        lettersAtOnce();
        streams();
        assertThat(office.count(List.of("ann", "bob"))).hasSize(2).containsEntry("bob", 23);
        assertFails("too-many", () -> office.count(List.of("a", "b", "c")));
    }

    private void lettersAtOnce() {
        try (Fork fork = Fork.open()) {
            List<Fork.Result<Integer>> sent = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                Letter letter = new Letter("ann", "bob", "no. " + i);
                sent.add(
                        fork.call(() -> {
                            mail.send(letter);
                            return mail.inbox("bob").size();
                        }));
            }
            sent.forEach(one -> assertThat(one.get()).isPositive());
        }
        assertThat(mail.inbox("bob"))
                .extracting(Letter::text)
                .hasSize(AT_ONCE + 1)
                .containsAll(IntStream.range(0, AT_ONCE).mapToObj(i -> "no. " + i).toList());
    }

    private void streams() {
        Letter again = new Letter("ann", "bob", "once more");
        assertThat(mail.sendAll(Stream.of(again, again))).isEqualTo(2);
        try (Stream<Letter> letters = mail.read("bob")) {
            assertThat(letters.limit(5)).hasSize(5);
        }
        try (Stream<Letter> letters = mail.read("bob")) {
            assertThat(letters.filter(again::equals)).hasSize(2);
        }
    }

    private static void assertFails(String type, ThrowingCallable call) {
        CallException failure = catchThrowableOfType(CallException.class, call);
        assertThat(failure.type()).isEqualTo(type);
        assertThat(failure.stage()).isEqualTo(Stage.FAILED);
    }
}
