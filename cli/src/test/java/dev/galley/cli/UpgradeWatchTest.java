// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.config.AppConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UpgradeWatchTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<String> states = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private ServerSocket node;

    @BeforeEach
    void start() throws IOException {
        node = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::serve);
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
    }

    private void serve() {
        while (!node.isClosed())
            try (Socket client = node.accept()) {
                answer(client);
            } catch (IOException closed) {
                return;
            }
    }

    private void answer(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) request.append((char) in.read());
        int length = 0;
        for (String line : request.toString().split("\r\n", -1))
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                length = Integer.parseInt(line.substring(15).strip());
        asked.add(request + new String(in.readNBytes(length), UTF_8));
        String state = states.remove();
        String head =
                "HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                        .formatted(state.isEmpty() ? "503 away" : "200 OK", state.length());
        client.getOutputStream().write((head + state).getBytes(UTF_8));
    }

    /// One that the node answers with in its turn.
    private void state(String phase, String turn, String step, String why) {
        boolean over = !List.of("checking", "moving", "back").contains(phase);
        states.add(
                """
                {"phase": "%s", "over": %b, "turn": "%s", "step": "%s", "why": "%s",
                 "file": "/opt/2.yaml", "nodes": [
                  {"node": "n1", "version": "1.2", "file": "/opt/2.yaml", "upgraded": true,
                   "unready": "", "admin": ""},
                  {"node": "node2", "version": "1.2", "file": "/opt/1.yaml", "upgraded": false,
                   "unready": "", "admin": ""}]}
                """
                        .formatted(phase, over, turn, step, why));
    }

    private int galley(String... arguments) {
        PrintStream stream = new PrintStream(out, true, UTF_8);
        String address = "127.0.0.1:" + node.getLocalPort();
        var terminal =
                new Terminal(
                        stream, stream, false, false, Map.of("GALLEY_ADMIN", address), _ -> true);
        return Cli.execute(terminal, new NoRunner(), arguments);
    }

    private List<String> lines() {
        return out.toString(UTF_8).lines().toList();
    }

    @Test
    void eachNodeIsShownAsItGoesAlsoWhileTheOneAskedIsAway() {
        state("checking", "", "", "");
        state("moving", "n1", "asked", "");
        state("moving", "n1", "leaving", "");
        states.add("");
        state("moving", "n1", "watched", "");
        state("moving", "n1", "watched", "");
        state("moving", "node2", "leaving", "");
        state("moving", "node2", "watched", "");
        state("done", "", "", "");
        assertThat(galley("upgrade", "/opt/2.yaml", "--watch", "1500ms", "--jar", "/opt/g.jar"))
                .isZero();
        assertThat(asked.getFirst())
                .startsWith("POST /v1/cluster/upgrade ")
                .contains("{\"file\":\"/opt/2.yaml\",")
                .endsWith("\"jar\":\"/opt/g.jar\",\"watchSeconds\":1.5}");
        assertThat(lines())
                .containsExactly(
                        "all nodes look at /opt/2.yaml",
                        "n1     goes to the new version",
                        "n1     is back, and is watched",
                        "node2  goes to the new version",
                        "node2  is back, and is watched",
                        "done: all nodes run /opt/2.yaml");
    }

    @Test
    void whatGoesBackEndsWithOneAndTheReason() {
        state("moving", "n1", "watched", "");
        state("back", "", "", "n1: too much fails");
        state("back", "n1", "leaving", "n1: too much fails");
        state("rolled-back", "", "", "n1: too much fails");
        assertThat(galley("upgrade", "/opt/2.yaml")).isEqualTo(1);
        assertThat(lines())
                .containsExactly(
                        "n1     is back, and is watched",
                        "goes back: n1: too much fails",
                        "n1     goes back to the old version",
                        "rolled back: n1: too much fails");
    }

    @Test
    void itsStatusShowsWhichNodeRunsWhat() {
        state("stopped", "", "", "n3 is away");
        assertThat(galley("upgrade", "--status")).isEqualTo(1);
        assertThat(lines())
                .containsExactly(
                        "stopped: n3 is away",
                        "node   galley  file         state",
                        "n1     1.2     /opt/2.yaml  new",
                        "node2  1.2     /opt/1.yaml  old");
    }

    @Test
    void forProgramsEachStateIsAnObjectOfItsOwn() {
        state("moving", "n1", "leaving", "");
        state("done", "", "", "");
        assertThat(galley("upgrade", "/opt/2.yaml", "--json")).isZero();
        assertThat(lines()).hasSize(2).allMatch(line -> Admin.parse(line).has("phase"));
    }

    /// What only `galley run`, `check` and `cluster init` need.
    private static final class NoRunner implements Runner {
        @Override
        public int run(Path file, Mode mode) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> check(Path file, AppConfig app) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void certify(Path folder, String cluster, String name, List<String> hosts) {
            throw new UnsupportedOperationException();
        }
    }
}
