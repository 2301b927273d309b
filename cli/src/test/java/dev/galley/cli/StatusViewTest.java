// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusViewTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static List<String> lines(int priority) {
        String status =
                """
                {"pools": [{"pool": "web", "members": [
                  {"member": "a:1", "state": "up", "priority": 1, "weight": 1},
                  {"member": "b:1", "state": "ejected", "priority": %d, "weight": 1,
                   "since": "2026-01-02T03:03:00Z"}]}]}
                """
                        .formatted(priority);
        return StatusView.totals(new Paint(false), Admin.parse(status), NOW).lines();
    }

    @Test
    void prioritiesAreShownOnlyWhereTheyDiffer() {
        assertThat(lines(1)).noneMatch(line -> line.contains("priority"));
        assertThat(lines(2)).anyMatch(line -> line.contains("priority"));
    }

    @Test
    void aVirtualAddressTellsItsRoleAndWhyItHasIt() {
        String status =
                """
                {"virtualAddresses": [{"group": "10.0.0.100", "interfaceName": "eth0",
                  "role": "backup", "priority": 50, "configured": 100, "active": "10.0.0.2",
                  "since": "2026-01-02T03:03:00Z", "reason": "started"}]}
                """;
        assertThat(StatusView.totals(new Paint(false), Admin.parse(status), NOW).lines())
                .endsWith(
                        "virtual address  interface  role     priority  active    why",
                        "10.0.0.100       eth0       backup  50 of 100  10.0.0.2  started, for 1 m"
                                + " 5 s");
    }

    @Test
    void aMemberThatDoesNotServeTellsForHowLong() {
        assertThat(lines(1)).last().asString().endsWith("for 1 m 5 s");
    }
}
