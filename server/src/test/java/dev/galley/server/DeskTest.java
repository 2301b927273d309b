// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.pool.persistence.SessionTable;
import dev.galley.web.Explanation;
import dev.galley.web.MemberStatus;
import dev.galley.web.Question;
import dev.galley.web.Refused;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeskTest {
    private static final String FILE =
            """
            pools:
              web: {members: ["127.0.0.1:1", "127.0.0.1:2"], policy: ratio}
              by-url: {members: ["127.0.0.1:1", "127.0.0.1:2"], policy: {type: hash, key: url}}
              sticky: {members: ["127.0.0.1:1", "127.0.0.1:2"], persistence: {type: header, name: X-S}}
              by-source: {members: ["127.0.0.1:1", "127.0.0.1:2"], policy: hash}
            listeners: [{bind: "127.0.0.1:0", routes: [{pool: web}]}]
            """;

    @TempDir private Path folder;
    private Running running;
    private Desk desk;

    @BeforeEach
    void start() throws Exception {
        running = new Running(folder, FILE);
        desk = new Desk(running.galley);
    }

    @AfterEach
    void stop() {
        running.close();
    }

    private MemberStatus first() {
        return desk.status().pools().getFirst().members().getFirst();
    }

    @Test
    void aMemberIsDrainedAndEnabled() throws Refused {
        desk.drain("web", "127.0.0.1:1");
        assertThat(first().state()).isEqualTo("draining");
        assertThat(desk.status().pools().getFirst().up()).isEqualTo(1);
        desk.enable("web", "127.0.0.1:1");
        assertThat(first().state()).isEqualTo("up");
    }

    @Test
    void aMemberIsWeighedUntilTheFileSaysOtherwise() throws Exception {
        desk.weight("web", "127.0.0.1:1", 7);
        assertThat(first().weight()).isEqualTo(7);
        running.reload(FILE);
        assertThat(first().weight()).isEqualTo(7);
        running.reload(
                FILE.replaceFirst("\"127.0.0.1:1\"", "{address: \"127.0.0.1:1\", weight: 3}"));
        assertThat(first().weight()).isEqualTo(3);
    }

    @Test
    void whatIsNotThereIsRefusedWithWhatIs() {
        assertThatThrownBy(() -> desk.drain("nope", "127.0.0.1:1"))
                .isInstanceOf(Refused.class)
                .hasMessage("no pool named nope: there are web, by-url, sticky, by-source");
        assertThatThrownBy(() -> desk.drain("web", "127.0.0.1:9"))
                .hasMessage("no member named 127.0.0.1:9: there are 127.0.0.1:1, 127.0.0.1:2");
    }

    @Test
    void anExplanationSaysWhyOfEachMember() throws Refused {
        desk.drain("web", "127.0.0.1:1");
        Explanation answer = desk.explain("web", new Question("", "/", Map.of()));
        assertThat(answer.member()).isEqualTo("127.0.0.1:2");
        assertThat(answer.candidates().getFirst().reason()).contains("draining");
    }

    @Test
    void theSameUrlIsExplainedTheSameWayAndOthersSpread() throws Refused {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            Question question = new Question("", "/item/" + i, Map.of());
            String member = desk.explain("by-url", question).member();
            assertThat(desk.explain("by-url", question).member()).isEqualTo(member);
            seen.add(member);
        }
        assertThat(seen).hasSize(2);
    }

    @Test
    void aHashOfTheClientNeedsToKnowTheClient() throws Refused {
        assertThatThrownBy(() -> desk.explain("by-source", new Question("", "/", Map.of())))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("tell its source");
        assertThat(desk.explain("by-source", new Question("10.0.0.1", "/", Map.of())).member())
                .isNotNull();
        assertThatThrownBy(() -> desk.explain("by-source", new Question("me", "/", Map.of())))
                .isInstanceOf(Refused.class);
    }

    @Test
    void sessionsAreShownByPoolAndExplained() throws Refused {
        assertThat(desk.sessions("web", 0, 10).pools()).isEmpty();
        assertThat(desk.sessions("", 0, 10).pools())
                .singleElement()
                .satisfies(pool -> assertThat(pool.totals().size()).isZero());
        Pool pool = running.galley.site().pools().get("sticky").pool();
        byte[] id = "secret".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        @SuppressWarnings("unchecked") // pools have tables of members
        var table = (SessionTable<Member>) pool.persistence();
        table.begin(table.key(id, 0, id.length), pool.member("127.0.0.1:2"));
        assertThat(desk.sessions("sticky", 0, 10).pools().getFirst().sessions())
                .singleElement()
                .satisfies(session -> {
                    assertThat(session.member()).isEqualTo("127.0.0.1:2");
                    assertThat(session.key()).matches("#[0-9a-f]{16}");
                });
        assertThat(desk.sessions("sticky", 1, 10).pools().getFirst().sessions()).isEmpty();
        desk.drain("sticky", "127.0.0.1:2");
        Explanation answer = desk.explain("sticky", new Question("", "/", Map.of("x-s", "secret")));
        assertThat(answer.member()).isEqualTo("127.0.0.1:2");
        assertThat(answer.candidates().getLast().reason()).isEqualTo("has the client's session");
    }

    @Test
    void aRequestThatTheProxyWouldRefuseHasNoExplanation() {
        assertThatThrownBy(() -> desk.explain("by-url", new Question("", "no-slash", Map.of())))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("no such request");
    }
}
