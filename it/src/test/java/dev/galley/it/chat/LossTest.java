// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.chat;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Nodes die while people talk; with one of them the process that has the database open.
class LossTest {
    private static final String GROUP = "team";

    @TempDir private Path folder;

    @Test
    @Timeout(300)
    void whenOneNodeOfEachKindIsKilledNoMessageIsLostAndNoneComesTwice() throws Exception {
        assumeTrue(Files.exists(Chat.JAR), "there is no jar yet: mvn verify builds it");
        try (Chat chat = new Chat(folder, "distributed-cluster.yaml", "").start();
                Person ann = comes(chat.socket(), "ann");
                Person bob = comes(chat.socket(), "bob");
                Person root = comes(chat.socket(), "root")) {
            List<Person> people = List.of(ann, bob, root);
            Talk talk = new Talk(people, GROUP);
            talk.goesOn();
            for (String node : List.of("people-1", "circles-1", "office-1")) {
                chat.kill(node);
                String news = node + " is gone";
                announce(root, news);
                for (Person person : people) talk.should(person, "root: " + news);
                talk.goesOn();
            }
            talk.ends();
        }
    }

    private static Person comes(URI where, String name) {
        Person person = Person.comes(where, name);
        person.persistently(me -> {
            if (name.equals("ann")) me.groups().create(me.token(), GROUP);
            else me.groups().join(me.token(), GROUP);
            return name;
        });
        return person;
    }

    private static void announce(Person root, String text) {
        UUID id = UUID.randomUUID();
        root.persistently(me -> {
            me.admin().broadcast(me.token(), id, text);
            return id;
        });
    }
}
