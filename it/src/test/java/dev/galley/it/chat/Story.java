// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.Groups.Group;
import chat.Recipient;
import dev.galley.rpc.CallException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What happens in the chat; the same wherever its modules run.
record Story(URI where, Person ann, Person bob, Person cid, Person root) {
    private static final Recipient TEAM = new Recipient.Group("team");

    static void happens(URI where) {
        try (Person ann = Person.comes(where, "ann");
                Person bob = Person.comes(where, "bob");
                Person cid = Person.comes(where, "cid");
                Person root = Person.comes(where, "root")) {
            new Story(where, ann, bob, cid, root).happens();
        }
    }

    private void happens() {
        nobodyComesInByMistake();
        friendsAreListed();
        oneWritesToAnother();
        aGroupMeets();
        oneIsRemoved();
        whoWasAwayHearsItLater();
        theAdminWritesToEveryone();
    }

    private void nobodyComesInByMistake() {
        assertFails("taken", () -> ann.users().register("ann", "another-password"));
        assertFails("bad-name", () -> ann.users().register("Ann Smith", "another-password"));
        assertFails("bad-password", () -> ann.users().register("dan", "short"));
        assertFails("wrong-password", () -> ann.users().login("ann", "another-password"));
        assertFails("wrong-password", () -> ann.users().login("nobody", "another-password"));
        assertFails("not-logged-in", () -> ann.friends().list("no-token"));
        String token = ann.users().login("ann", ann.password()).token();
        assertThat(ann.friends().list(token)).isEmpty();
        ann.users().logout(token);
        assertFails("not-logged-in", () -> ann.friends().list(token));
        attemptsAreCounted();
    }

    private void attemptsAreCounted() {
        for (int i = 0; i < 5; i++)
            assertFails("wrong-password", () -> cid.users().login("cid", "a-guess-of-many"));
        assertFails("too-many-attempts", () -> cid.users().login("cid", cid.password()));
    }

    private void friendsAreListed() {
        ann.friends().add(ann.token(), "cid");
        ann.friends().add(ann.token(), "bob");
        ann.friends().add(ann.token(), "bob");
        assertFails("no-such-user", () -> ann.friends().add(ann.token(), "nobody"));
        assertThat(ann.friends().list(ann.token())).containsExactly("bob", "cid");
        ann.friends().remove(ann.token(), "cid");
        assertThat(ann.friends().list(ann.token())).containsExactly("bob");
        assertThat(bob.friends().list(bob.token())).isEmpty();
    }

    private void oneWritesToAnother() {
        UUID id = UUID.randomUUID();
        Recipient toBob = new Recipient.User("bob");
        ann.messages().send(ann.token(), id, toBob, "hi");
        ann.messages().send(ann.token(), id, toBob, "hi");
        assertFails("id-taken", () -> cid.messages().send(cid.token(), id, toBob, "hi"));
        assertFails("bad-text", () -> ann.says(toBob, " "));
        assertFails("no-such-user", () -> ann.says(new Recipient.User("nobody"), "hi"));
        bob.says(new Recipient.User("ann"), "hi, ann");
        ann.hears("bob: hi, ann");
        bob.hears("ann: hi");
        assertThat(bob.got().getFirst().to()).isEqualTo(toBob);
    }

    private void aGroupMeets() {
        ann.groups().create(ann.token(), "team");
        ann.groups().create(ann.token(), "team");
        assertFails("taken", () -> bob.groups().create(bob.token(), "team"));
        assertFails("no-such-group", () -> bob.groups().join(bob.token(), "none"));
        assertFails("not-a-member", () -> bob.says(TEAM, "let me in"));
        bob.groups().join(bob.token(), "team");
        cid.groups().join(cid.token(), "team");
        assertThat(cid.groups().list(cid.token())).containsExactly(new Group("team", "ann"));
        assertThat(cid.groups().members(cid.token(), "team")).containsExactly("ann", "bob", "cid");
        bob.says(TEAM, "are all here?");
        ann.hears("bob: are all here?");
        cid.hears("bob: are all here?");
        assertThat(cid.got().getLast().to()).isEqualTo(TEAM);
    }

    private void oneIsRemoved() {
        assertFails("not-the-owner", () -> bob.groups().remove(bob.token(), "team", "cid"));
        assertFails("owner-stays", () -> ann.groups().remove(ann.token(), "team", "ann"));
        ann.groups().remove(ann.token(), "team", "cid");
        assertFails("not-a-member", () -> cid.says(TEAM, "why?"));
        assertFails("removed", () -> cid.groups().join(cid.token(), "team"));
        assertThat(ann.groups().members(ann.token(), "team")).containsExactly("ann", "bob");
        ann.says(TEAM, "among us");
        ann.says(new Recipient.User("cid"), "sorry");
        bob.hears("ann: among us");
        cid.hears("ann: sorry");
        assertThat(cid.heard()).doesNotContain("ann: among us").doesNotHaveDuplicates();
        bob.groups().leave(bob.token(), "team");
        assertThat(bob.groups().list(bob.token())).isEmpty();
    }

    private void whoWasAwayHearsItLater() {
        try (Person eve = new Person(where, "eve")) {
            eve.users().register("eve", eve.password());
            Recipient toEve = new Recipient.User("eve");
            for (String text : List.of("one", "two", "three")) ann.says(toEve, text);
            eve.login();
            eve.listens().hears("ann: one", "ann: two", "ann: three");
            assertThat(eve.heard()).containsExactly("ann: one", "ann: two", "ann: three");
        }
        try (Person again = new Person(where, "eve")) {
            again.login();
            again.listens();
            ann.says(new Recipient.User("eve"), "four");
            again.hears("ann: four");
            assertThat(again.heard()).endsWith("ann: four").doesNotContain("ann: one");
        }
    }

    private void theAdminWritesToEveryone() {
        UUID id = UUID.randomUUID();
        assertFails("not-an-admin", () -> bob.admin().broadcast(bob.token(), id, "buy"));
        root.admin().broadcast(root.token(), id, "we close at ten");
        root.admin().broadcast(root.token(), id, "we close at ten");
        for (Person each : List.of(ann, bob, cid, root)) each.hears("root: we close at ten");
        assertThat(ann.heard()).doesNotHaveDuplicates();
    }

    private static void assertFails(String type, ThrowingCallable call) {
        CallException failure = catchThrowableOfType(CallException.class, call);
        assertThat(failure).as(type).isNotNull();
        assertThat(failure.type()).isEqualTo(type);
    }
}
