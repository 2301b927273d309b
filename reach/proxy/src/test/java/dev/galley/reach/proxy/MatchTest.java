// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.MatchConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchTest {
    private static final String HOST = "WWW.shop.example:80";
    private static final RequestHead REQUEST =
            Parsed.request(
                    "PUT /a/b.php?x=1&y=a%20b HTTP/1.1\r\nHost: "
                            + HOST
                            + "\r\nX-Beta: on\r\n\r\n");

    private static boolean glob(String pattern, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.US_ASCII);
        return new Glob(pattern).test(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @CsvSource({
        "/a, /a, true",
        "/a, /ab, false",
        "/a, /a/, false",
        "/a/**, /a, true",
        "/a/**, /a/, true",
        "/a/**, /a/b/c, true",
        "/a/**, /ab, false",
        "/**, /, true",
        "/a/*/c, /a/b/c, true",
        "/a/*/c, /a/b/b/c, false",
        "/a/*, /a/b, true",
        "/a/*, /a/b/c, false",
        "/a/**/z, /a/b/c/z, true",
        "/a/**/z, /a/b/c/y, false",
        "*.php, /x/y.php, true",
        "*.php, /x.php/y, false",
        "*.php, /y.phps, false",
        "/**/*.js, /a/b/c.js, true",
    })
    void pathsAreMatchedByPattern(String pattern, String path, boolean matches) {
        assertThat(glob(pattern, path)).isEqualTo(matches);
    }

    @Test
    @Timeout(30)
    void manyStarsDoNotTakeForever() {
        assertThat(glob("/" + "*a".repeat(30) + "**b" + "*a".repeat(30), "/" + "a".repeat(5000)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "www.shop.example, true",
        "*.example, true",
        "*.shop.example, true",
        "*.www.shop.example, false",
        "shop.example, false",
    })
    void hostsAreMatchedInAnyCaseAndWithoutThePort(String host, boolean matches) {
        MatchConfig config =
                new MatchConfig(List.of(host), List.of(), List.of(), Map.of(), Map.of());
        assertThat(new Match(config).test(REQUEST)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, X-Beta, on, x, 1, true",
        "PUT, x-beta, *, y, a b, true",
        "PUT, X-Beta, on, y, *, true",
        "GET, X-Beta, on, x, 1, false",
        "PUT, X-Beta, off, x, 1, false",
        "PUT, X-Gamma, *, x, 1, false",
        "PUT, X-Beta, on, x, 2, false",
        "PUT, X-Beta, on, z, *, false",
    })
    void allThatIsNamedMustMatch(
            String method,
            String header,
            String value,
            String name,
            String parameter,
            boolean matches) {
        MatchConfig config =
                new MatchConfig(
                        List.of(),
                        List.of("/a/**"),
                        List.of("POST", method),
                        Map.of(header, value),
                        Map.of(name, parameter));
        assertThat(new Match(config).test(REQUEST)).isEqualTo(matches);
    }
}
