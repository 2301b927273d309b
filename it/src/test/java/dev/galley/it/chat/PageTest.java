// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.chat;

import static org.assertj.core.api.Assertions.assertThat;

import chat.Recipient;
import dev.galley.it.browser.Chromedriver;
import dev.galley.it.rpc.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The chat as two people see it in their browsers, through Galley's proxy.
@Needs({"chromium", "chromedriver", "../examples/chat/target/libraries"})
class PageTest {
    /// Writes down how the connection does.
    private static final String RECORD =
            """
            const link = document.querySelector('#house .link');
            window.states = [];
            new MutationObserver(() => states.push(link.dataset.state))
                .observe(link, {attributes: true});
            """;

    private static Chromedriver driver;
    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        driver = new Chromedriver();
    }

    @AfterAll
    static void end() {
        driver.close();
    }

    @Test
    void twoPeopleTalkInOneProcess() throws Exception {
        try (Chat chat = new Chat(folder, "single.yaml", "").start();
                Guest ann = comes("ann", chat);
                Guest root = comes("root", chat)) {
            theyTalk(ann, root);
            aGroupTalks(ann, root);
            whoWasAwayReadsItLater(ann, root);
            theAdminTellsEverybody(ann, root);
            aPageThatIsLoadedAnewGoesOn(ann);
            aTerminalTalksToTheBrowser(chat, ann);
        }
    }

    private Guest comes(String name, Chat chat) {
        return Guest.comes(name, driver, folder, chat.page());
    }

    private static void theyTalk(Guest ann, Guest root) {
        ann.befriends("root");
        ann.says("Hello Root, <b>how</b> are you?");
        root.hasUnread("user ann", 1);
        root.opens("user ann");
        root.hears("Hello Root, <b>how</b> are you?");
        root.says("Fine.");
        ann.hears("Fine.");
        assertThat(root.browser().texts("[data-key='user ann'] .count")).isEmpty();
    }

    private static void aGroupTalks(Guest ann, Guest root) {
        ann.makesGroup("team");
        root.joins("team");
        root.says("Here I am.");
        ann.hears("Here I am.").browser().sees("#count", "2 members");
        ann.says("Welcome!");
        root.hears("Welcome!");
    }

    private static void whoWasAwayReadsItLater(Guest ann, Guest root) {
        root.leaves();
        ann.opens("user root");
        ann.says("Are you there?");
        ann.says("Then read it later.");
        root.comesBack();
        root.hasUnread("user ann", 2);
        root.opens("user ann");
        root.hears("Are you there?").hears("Then read it later.");
    }

    /// Who is none has no place to do so.
    private static void theAdminTellsEverybody(Guest ann, Guest root) {
        root.browser().type("#broadcast input", "Tea is ready.\n");
        for (Guest guest : List.of(ann, root)) {
            guest.browser().sees("#banner", "root: Tea is ready.");
            guest.browser().click("#banner button");
            assertThat(guest.browser().texts(".announcement")).isEmpty();
        }
        assertThat(ann.browser().texts("#broadcast")).isEmpty();
    }

    /// Neither the login nor what was said is lost.
    private static void aPageThatIsLoadedAnewGoesOn(Guest ann) {
        ann.browser().reload();
        ann.opens("user root");
        ann.hears("Fine.").says("Still here.");
    }

    private static void aTerminalTalksToTheBrowser(Chat chat, Guest ann) throws Exception {
        try (Terminal terminal = new Terminal(chat.page())) {
            terminal.types("/register cid secret-of-cid", "/join team", "/msg ann Hello Ann.");
            ann.hasUnread("user cid", 1);
            ann.opens("user cid");
            ann.hears("Hello Ann.").says("Hello Cid.");
            terminal.tells("ann: Hello Cid.");
            ann.opens("group team");
            ann.says("Cid has come.");
            terminal.tells("#team ann: Cid has come.");
            aTextThatATerminalWouldObeyDoesNoHarm(chat, terminal);
            terminal.types("/msg nobody Hello?");
            terminal.tells("! nobody here is called nobody");
        }
    }

    private static void aTextThatATerminalWouldObeyDoesNoHarm(Chat chat, Terminal terminal) {
        try (Person eve = Person.comes(chat.socket(), "eve")) {
            eve.says(new Recipient.User("cid"), "\u001b[2Jgone");
        }
        terminal.tells("eve: \ufffd[2Jgone");
    }

    @Test
    void aBrowserGoesOnAtAnotherNodeWhenThatOfItsPageIsKilled() throws Exception {
        try (Chat chat = new Chat(folder, "distributed-cluster.yaml", "").start();
                Guest eve = comes("eve", chat);
                Guest dan = comes("dan", chat)) {
            eve.befriends("dan");
            eve.says("Before.");
            dan.opens("user eve");
            dan.hears("Before.");
            List.of(eve, dan).forEach(guest -> guest.browser().run(RECORD));
            chat.kill("people-2");
            eve.writes("Right after.");
            dan.writes("I heard a bang.");
            dan.hears("Right after.").browser().sees(".mine:not(.pending)", "bang");
            eve.hears("I heard a bang.").browser().sees(".mine:not(.pending)", "Right");
            assertThat(Stream.of(eve, dan)).anyMatch(PageTest::hasReconnected);
        }
    }

    private static boolean hasReconnected(Guest guest) {
        return guest.browser()
                .run("return states.join()")
                .asString()
                .endsWith("waiting,connecting,online");
    }
}
