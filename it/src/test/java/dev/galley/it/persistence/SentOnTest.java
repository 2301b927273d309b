// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.persistence.Visitor.Visit;
import dev.galley.it.proxy.Proxied;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that are only sent to their members come back to them all the same.
class SentOnTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cookie",
                "source",
                "destination",
                "{type: url, name: sid}",
                "{type: header, name: X-Session}",
            })
    void aClientIsSentToTheSameMemberUntilThatIsGone(String persistence) {
        String yaml =
                """
                pools:
                  web:
                    persistence: %s
                    members: ["127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"]
                listeners: [{bind: "127.0.0.1:0", via: redirect, routes: [{pool: web}]}]
                """
                        .formatted(persistence);
        try (Proxied redirect = Proxied.of(yaml);
                Visitor visitor = new Visitor(redirect.address())) {
            String first = place(visitor);
            for (int i = 0; i < 6; i++) assertThat(place(visitor)).isEqualTo(first);
            redirect.pool("web").drain(redirect.pool("web").member(first));
            assertThat(place(visitor)).isEqualTo(first);
            redirect.reload(yaml.replace("\"" + first + "\"", "\"127.0.0.1:4\""));
            String second = place(visitor);
            assertThat(second).isNotEqualTo(first);
            for (int i = 0; i < 6; i++) assertThat(place(visitor)).isEqualTo(second);
        }
    }

    private static String place(Visitor visitor) {
        Visit visit = visitor.get("/?sid=7", "X-Session", "8");
        assertThat(visit.answer().statusCode()).isEqualTo(302);
        return visit.header("Location").replaceFirst("http://([^/]*)/.*", "$1");
    }
}
