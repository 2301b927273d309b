// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.cli.doctor.Doctor.Deed;
import dev.galley.cli.doctor.Finding;
import dev.galley.cli.doctor.Finding.Level;
import dev.galley.cli.doctor.Remedy;
import dev.galley.cli.doctor.Servers;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DoctorViewTest {
    private static final Remedy FORWARD = new Remedy.Setting("net.ipv4.ip_forward", "1");
    private static final DoctorView VIEW =
            new DoctorView(
                    new Paint(false),
                    List.of(
                            new Finding(Level.WRONG, "net.ipv4.ip_forward", "is 0", FORWARD),
                            new Finding(Level.OK, "ip_vs", "is there", null)),
                    List.of(
                            new Deed(FORWARD, ""),
                            new Deed(new Remedy.Module("ip_vs"), "failed: run it as root")),
                    List.of(new Servers(List.of("10.0.0.11"), "pool web", List.of("ip route"))));

    @Test
    void whatWasFoundAndDoneIsShownInColumns() {
        assertThat(VIEW.lines())
                .containsExactly(
                        "done      sysctl -w net.ipv4.ip_forward=1",
                        "not done  modprobe ip_vs  (failed: run it as root)",
                        "This lasts until the next boot; to keep it, write it into"
                                + " /etc/sysctl.d/90-galley.conf:",
                        "  net.ipv4.ip_forward = 1",
                        "",
                        "wrong   net.ipv4.ip_forward  is 0",
                        "        sysctl -w net.ipv4.ip_forward=1",
                        "ok      ip_vs                is there",
                        "",
                        "on 10.0.0.11, of pool web:",
                        "        ip route",
                        "",
                        "1 wrong");
        assertThat(VIEW.healthy()).isFalse();
    }

    @Test
    void coloursComeOnlyWhereTheyAreWelcome() {
        DoctorView coloured =
                new DoctorView(new Paint(true), VIEW.findings(), List.of(), List.of());
        assertThat(coloured.lines()).anyMatch(line -> line.startsWith("\u001b[31mwrong"));
        assertThat(VIEW.lines()).noneMatch(line -> line.contains("\u001b"));
    }

    @Test
    void jsonHasAllOfIt() {
        JsonNode json = Admin.parse(VIEW.json());
        assertThat(json.at("/healthy").asBoolean(true)).isFalse();
        assertThat(json.at("/findings/0/level").asString()).isEqualTo("wrong");
        assertThat(json.at("/findings/0/command").asString()).startsWith("sysctl -w");
        assertThat(json.at("/findings/1/command").isMissingNode()).isTrue();
        assertThat(json.at("/done/1/reason").asString()).isEqualTo("failed: run it as root");
        assertThat(json.at("/servers/0/commands/0").asString()).isEqualTo("ip route");
    }
}
