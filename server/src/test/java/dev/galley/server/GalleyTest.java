// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.galley.cli.Mode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleyTest {
    private final Backend a = new Backend("a");
    private final Backend b = new Backend("b");

    @TempDir private Path folder;

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    private static String pool(Backend... members) {
        StringBuilder pool = new StringBuilder("pools:\n  web:\n    members:\n");
        for (Backend member : members) pool.append("      - ").append(member.at()).append('\n');
        return pool.toString();
    }

    private static String listeners(String... routes) {
        StringBuilder listeners = new StringBuilder("listeners:\n");
        for (String route : routes)
            listeners
                    .append("  - {bind: \"127.0.0.1:0\", routes: [{")
                    .append(route)
                    .append("}]}\n");
        return listeners.toString();
    }

    @Test
    void whatIsToldAtTheStartLeadsToAMember() throws Exception {
        try (var running = new Running(folder, pool(a) + listeners("pool: web"))) {
            assertThat(running.get(0, "/")).isEqualTo("a");
            String address = running.request(0, "/").uri().toString();
            await().until(() -> running.told().contains("try     curl " + address));
            assertThat(running.told()).contains("pool    web, round-robin: " + a.at());
        }
    }

    @Test
    void aReloadIsInForceFromTheNextRequestOn() throws Exception {
        try (var running = new Running(folder, pool(a) + listeners("pool: web"))) {
            int port = running.request(0, "/").uri().getPort();
            running.get(0, "/");
            running.reload(pool(b) + listeners("pool: web", "respond: {body: new}"));
            assertThat(running.get(0, "/")).isEqualTo("b");
            assertThat(running.get(1, "/")).isEqualTo("new");
            assertThat(running.request(0, "/").uri().getPort()).isEqualTo(port);
        }
    }

    @Test
    void countersOutliveAReload() throws Exception {
        try (var running = new Running(folder, pool(a) + listeners("pool: web"))) {
            running.get(0, "/");
            running.reload(pool(a, b) + listeners("pool: web"));
            String counted =
                    "member_requests_total{code=\"2xx\",member=\""
                            + a.at()
                            + "\",pool=\"web\"} 1.0";
            await().until(() -> running.metrics().contains(counted));
        }
    }

    @Test
    void aBadFileLeavesTheOldOneServingAndEverybodyCanSeeThat() throws Exception {
        try (var running = new Running(folder, pool(a) + listeners("pool: web"))) {
            assertThatThrownBy(() -> running.reload("pols: {}\n"))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("galley.yaml:2:1");
            assertThat(running.get(0, "/")).isEqualTo("a");
            assertThat(running.galley.status().reload().errors()).hasSize(1);
            assertThat(running.metrics()).contains("\ngalley_config_reload_success 0.0\n");
            await().until(() -> running.told().contains("reload refused"));
            running.reload(pool(b) + listeners("pool: web"));
            assertThat(running.metrics()).contains("\ngalley_config_reload_success 1.0\n");
        }
    }

    @Test
    void ifOneListenerCannotBeHadNothingChanges() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var running = new Running(folder, pool(a) + listeners("pool: web"))) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            String two = listeners("pool: web", "respond: {body: new}");
            String third = "  - {bind: \"%s\", routes: [{pool: web}]}\n".formatted(address);
            assertThatThrownBy(() -> running.reload(pool(b) + two + third))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("cannot listen on " + address);
            assertThat(running.get(0, "/")).isEqualTo("a");
            assertThat(running.galley.site().listeners()).hasSize(1);
        }
    }

    @Test
    void aListenerMovesToAnAddressThatOverlapsItsOwn() throws Exception {
        int port = FreePort.choose();
        String loopback = listener("127.0.0.1:" + port), everywhere = listener(":" + port);
        try (var running = new Running(folder, pool(a) + loopback)) {
            assertThat(running.get(0, "/")).isEqualTo("a");
            running.reload(pool(b) + everywhere);
            assertThat(running.galley.site().listeners().getFirst().name()).isEqualTo(":" + port);
            assertThat(running.get(0, "/")).isEqualTo("b");
            running.reload(pool(a) + loopback);
            assertThat(running.get(0, "/")).isEqualTo("a");
            String both = loopback + everywhere.replace("listeners:\n", "");
            assertThatThrownBy(() -> running.reload(pool(b) + both))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("cannot listen on :" + port)
                    .hasMessageContaining("overlaps");
            assertThat(running.get(0, "/")).isEqualTo("a");
        }
    }

    private static String listener(String bind) {
        return "listeners:\n  - {bind: \"%s\", routes: [{pool: web}]}\n".formatted(bind);
    }

    @Test
    void ifAMembersNameDoesNotResolveNothingChanges() throws Exception {
        try (var running = new Running(folder, pool(a) + listeners("pool: web"))) {
            String unknown = "      - nobody.invalid:80\n";
            assertThatThrownBy(() -> running.reload(pool(b) + unknown + listeners("pool: web")))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("nobody.invalid");
            assertThat(running.get(0, "/")).isEqualTo("a");
        }
    }

    @Test
    void ifAnAccessLogCannotBeOpenedNothingChanges() throws Exception {
        String two = listeners("pool: web", "pool: web");
        try (var running = new Running(folder, pool(a) + two)) {
            String changed = listeners("respond: {body: new}", "pool: web");
            String log = "    access-log: " + folder.resolve("none/access.log") + "\n";
            String last =
                    changed.replaceFirst(
                            "(?s)(.*)  - \\{bind: (.*?), routes: (.*?)}\n$",
                            "$1  - bind: $2\n    routes: $3\n");
            assertThatThrownBy(() -> running.reload(pool(a) + last + log))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("access.log");
            assertThat(running.get(0, "/")).isEqualTo("a");
        }
    }

    @Test
    void aListenerThatIsRemovedAnswersWhatIsUnderWayFirst() throws Exception {
        String before = pool(a) + listeners("pool: web", "pool: web");
        try (var running = new Running(folder, before)) {
            var slow =
                    running.client.sendAsync(running.request(1, "/slow"), BodyHandlers.ofString());
            var again = running.request(1, "/");
            a.asked.await();
            running.reload(pool(a) + listeners("pool: web"));
            assertThatThrownBy(() -> running.client.send(again, BodyHandlers.ofString()))
                    .isInstanceOf(ConnectException.class);
            a.let.countDown();
            assertThat(slow.join().body()).isEqualTo("a");
        }
    }

    @Test
    void stoppingWaitsForWhatIsUnderWay() throws Exception {
        try (var running = new Running(folder, pool(a) + listeners("pool: web"))) {
            var slow =
                    running.client.sendAsync(running.request(0, "/slow"), BodyHandlers.ofString());
            a.asked.await();
            var stopped = CompletableFuture.runAsync(running.galley::stop);
            await().until(() -> !running.galley.ready());
            assertThat(stopped).isNotDone();
            a.let.countDown();
            assertThat(slow.join().body()).isEqualTo("a");
            stopped.join();
            await().until(() -> running.told().endsWith(" stopped\n"));
        }
    }

    @Test
    void whatIsUnderWayForTooLongIsCutOff() throws Exception {
        String hurried = "drain: 10ms\n" + pool(a) + listeners("pool: web");
        try (var running = new Running(folder, hurried)) {
            var slow =
                    running.client.sendAsync(running.request(0, "/slow"), BodyHandlers.ofString());
            a.asked.await();
            running.galley.stop();
            assertThat(slow).failsWithin(Duration.ofSeconds(20));
            await().until(() -> running.told().contains("was cut off"));
        }
    }

    @Test
    void anAddressInUseIsOneClearLine() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();

            assertThatThrownBy(() ->
                            new Running(
                                    folder,
                                    listeners("respond: {body: x}")
                                            .replace("127.0.0.1:0", address)))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("cannot listen on " + address)
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void theAdminAddressInUseIsOneClearLine() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path file = folder.resolve("galley.yaml");
            String address = "127.0.0.1:" + taken.getLocalPort();
            Files.writeString(file, "admin: " + address + "\n" + listeners("respond: {body: x}"));
            assertThatThrownBy(() -> Galley.start(file, Running.silent(), Mode.PLAIN, null))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("admin: can't listen on " + address)
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void theAdminAddressMovesWithAReload() throws Exception {
        String text = listeners("respond: {body: x}");
        try (var running = new Running(folder, text)) {
            running.metrics();
            int before = running.galley.site().admin().address().getPort();
            Files.writeString(folder.resolve("galley.yaml"), "admin: localhost:0\n" + text);
            running.galley.reload();
            assertThat(running.galley.site().admin().address().getPort()).isNotEqualTo(before);
            assertThat(running.metrics()).contains("galley_config_reload_success 1.0");
        }
    }

    @Test
    void aMemberThatDiesIsToldAndShown() throws Exception {
        String health = "    health: {type: tcp, interval: 10ms, fall: 1, rise: 1}\n";
        try (var running = new Running(folder, pool(a, b) + health + listeners("pool: web"))) {
            b.close();
            await().until(() -> running.told().contains(b.at() + " is down: "));
            var member = running.galley.status().pools().getFirst().members().get(1);
            assertThat(member.state()).isEqualTo("down");
            assertThat(member.reason()).contains("refused");
            assertThat(running.metrics())
                    .contains("galley_member_up{member=\"" + b.at() + "\",pool=\"web\"} 0.0");
        }
    }
}
