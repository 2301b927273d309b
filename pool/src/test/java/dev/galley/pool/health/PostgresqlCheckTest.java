// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresqlCheckTest {
    private static @Nullable String answered(String answer) throws IOException {
        try (Peer peer = Peer.saying(answer)) {
            return Checks.check("postgresql").run(peer.address(), Checks.LONG);
        }
    }

    private static String error(String state, String message) {
        String fields = "SFATAL\0VFATAL\0C" + state + "\0M" + message + "\0\0";
        int length = fields.length() + 4;
        return "E\0\0" + (char) (length >> 8) + (char) (length & 0xFF) + fields;
    }

    @Test
    void whoeverAsksForAPasswordIsUp() throws IOException {
        assertThat(answered("R\0\0\0\27\0\0\0\12SCRAM-SHA-256\0\0")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "28000, no pg_hba.conf entry, -",
                "3D000, database does not exist, -",
                "53300, too many clients already, -",
                "57P03, the database system is starting up, the database system is starting up",
                "57P01, terminating, terminating"
            })
    void aRefusedUserIsUpAndAServerThatTakesNobodyIsDown(
            String state, String message, String reason) throws IOException {
        assertThat(answered(error(state, message))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"'HTTP/1.1 400 Bad Request'", "'R\0\0\0\0\0\0\0\0'", "'E\0\0\0\20MMMMMMMMMMMM'"})
    void nonsenseIsNamed(String answer) throws IOException {
        assertThat(answered(answer)).isEqualTo("not an answer of PostgreSQL");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "primary, off, -",
                "primary, on, it is a replica",
                "replica, on, -",
                "replica, off, it is the primary"
            })
    void whoeverHasAnotherRoleIsDown(String role, String standby, String reason)
            throws IOException {
        String told = "in_hot_standby\0" + standby + "\0";
        String letIn = "R\0\0\0\10\0\0\0\0S\0\0\0\10a\0b\0S\0\0\0" + (char) (told.length() + 4);
        assertThat(inRole(role, letIn + told)).isEqualTo(reason);
    }

    private static @Nullable String inRole(String role, String answer) throws IOException {
        try (Peer peer = Peer.saying(answer)) {
            return Checks.check("{type: postgresql, role: " + role + "}")
                    .run(peer.address(), Checks.LONG);
        }
    }

    @Test
    void whoeverDoesNotTellItsRoleIsDown() throws IOException {
        assertThat(inRole("primary", "R\0\0\0\27\0\0\0\12SCRAM-SHA-256\0\0"))
                .isEqualTo("wants a password, and tells no role without one");
        assertThat(inRole("primary", error("28000", "no pg_hba.conf entry")))
                .isEqualTo("no pg_hba.conf entry");
        assertThat(inRole("replica", "R\0\0\0\10\0\0\0\0Z\0\0\0\5I"))
                .isEqualTo("tells no role; PostgreSQL does from version 14 on");
    }

    @Test
    void theUserAndTheDatabaseAreNamedAndOneThatIsLetInSaysGoodbye() throws IOException {
        try (Peer peer =
                new Peer(line -> {
                    byte[] start = new byte[4 + 4 + "user\0me\0database\0shop\0\0".length()];
                    line.socket().getInputStream().readNBytes(start, 0, start.length);
                    line.heard()
                            .add(new String(start, 8, start.length - 8, StandardCharsets.UTF_8));
                    line.say("R\0\0\0\10\0\0\0\0");
                    line.heard().add("" + (char) line.socket().getInputStream().read());
                })) {
            Check check = Checks.check("{type: postgresql, user: me, database: shop}");
            assertThat(check.run(peer.address(), Checks.LONG)).isNull();
            await().untilAsserted(() ->
                    assertThat(peer.heard).containsExactly("user\0me\0database\0shop\0\0", "X"));
        }
    }
}
