// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandCheckTest {
    private static final InetSocketAddress MEMBER = Checks.at("127.0.0.1", 8080);

    @TempDir Path folder;

    private static Check shell(String script) {
        return Checks.check("{type: command, argv: [sh, -c, '" + script + "']}");
    }

    @Test
    void exitStatus0IsUpAndAnyOtherIsDown() {
        assertThat(shell("exit 0").run(MEMBER, Checks.LONG)).isNull();
        assertThat(shell("exit 3").run(MEMBER, Checks.LONG)).isEqualTo("exit status 3");
        assertThat(shell("kill -9 $$").run(MEMBER, Checks.LONG)).isEqualTo("exit status 137");
    }

    @Test
    void theFirstLineThatItPrintsIsTheReason() {
        assertThat(shell("echo; echo lag 300s >&2; echo more; exit 2").run(MEMBER, Checks.LONG))
                .isEqualTo("exit status 2: lag 300s");
    }

    @Test
    void itLearnsWhatToCheckAndNothingElse() throws IOException {
        Path out = folder.resolve("env");
        assertThat(shell("env > " + out).run(MEMBER, Checks.LONG)).isNull();
        assertThat(Files.readAllLines(out))
                .contains(
                        "GALLEY_POOL=web",
                        "GALLEY_ADDRESS=127.0.0.1:8080",
                        "GALLEY_HOST=127.0.0.1",
                        "GALLEY_PORT=8080")
                .filteredOn(line -> !line.startsWith("GALLEY_"))
                .allMatch(line -> line.matches("(PATH|PWD|SHLVL|OLDPWD|_)=.*"));
    }

    @Test
    void anAddressOfIpv6IsBracketedAndThePortMayBeAnother() throws IOException {
        Path out = folder.resolve("env");
        String argv = "argv: [sh, -c, 'echo $GALLEY_ADDRESS $GALLEY_HOST > " + out + "']";
        Check check = Checks.check("{type: command, port: 81, " + argv + "}");
        assertThat(check.run(Checks.at("::1", 80), Checks.LONG)).isNull();
        assertThat(out).hasContent("[0:0:0:0:0:0:0:1]:81 0:0:0:0:0:0:0:1");
    }

    @Test
    void argumentsAreNotReadByAShell() throws IOException {
        Path out = folder.resolve("$HOME; touch x");
        Check check = Checks.check("{type: command, argv: [touch, '" + out + "']}");
        assertThat(check.run(MEMBER, Checks.LONG)).isNull();
        assertThat(out).exists();
    }

    @Test
    void aProgramThatIsNotThereIsDown() {
        assertThat(Checks.check("{type: command, argv: /no/such}").run(MEMBER, Checks.LONG))
                .contains("/no/such", "No such file");
    }

    @Test
    void oneThatHangsIsKilledWithItsChildren() throws IOException {
        Path out = folder.resolve("pids");
        String script = "sleep 1000 & echo $! > " + out + "; echo $$ >> " + out + "; wait";
        assertThat(shell(script).run(MEMBER, Duration.ofSeconds(4)))
                .isEqualTo("timed out after 4s");
        List<Long> pids = Files.readAllLines(out).stream().map(Long::valueOf).toList();
        assertThat(pids).hasSize(2);
        await().untilAsserted(() -> assertThat(pids).noneMatch(CommandCheckTest::runs));
    }

    /// A killed process stays as a zombie until its parent has noticed.
    private static boolean runs(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().command())
                .isPresent();
    }

    @Test
    void endlessOutputIsReadAndForgotten() {
        assertThat(shell("yes | head -c 300000; exit 1").run(MEMBER, Checks.LONG))
                .isEqualTo("exit status 1: y");
        assertThat(shell("yes").run(MEMBER, Checks.SHORT)).isEqualTo("timed out after 200ms");
        assertThat(
                        shell("yes yes | tr -d \"\\\\n\" | head -c 90000; exit 1")
                                .run(MEMBER, Checks.LONG))
                .startsWith("exit status 1: yesyes")
                .hasSizeLessThan(150);
    }

    @Test
    void oneThatReadsItsInputFindsItEmpty() {
        assertThat(shell("cat").run(MEMBER, Checks.LONG)).isNull();
    }

    @Test
    void whatItLeavesRunningDoesNotHoldTheCheck() {
        assertThat(shell("sleep 3 & exit 0").run(MEMBER, Checks.LONG)).isNull();
    }
}
