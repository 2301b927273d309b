// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoolsViewTest {
    private static final String POOLS =
            """
            {"version": 12, "text": "pools:\\n  web: {members: [10.0.0.1:80]}\\n",
             "versions": [
               {"version": 12, "author": "n2", "written": "2026-01-02T03:04:06Z"},
               {"version": 9, "author": "n1", "written": "2026-01-02T03:04:05Z"}]}
            """;

    @Test
    void itShowsTheVersionsAndWhatTheNewestSays() {
        assertThat(new PoolsView(new Paint(false), Admin.parse(POOLS)).lines())
                .containsExactly(
                        "version  by  written",
                        "     12  n2  2026-01-02T03:04:06Z",
                        "      9  n1  2026-01-02T03:04:05Z",
                        "",
                        "pools:",
                        "  web: {members: [10.0.0.1:80]}");
    }
}
