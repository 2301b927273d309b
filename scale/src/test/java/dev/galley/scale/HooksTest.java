// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.galley.config.Address;
import dev.galley.config.ProviderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cloud of empty files, one for each machine.
class HooksTest {
    @TempDir private Path cloud;

    private final AtomicLong now = new AtomicLong();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    private Hooks hooks(String out, String in) {
        String by =
                """
                {type: hooks, list: [ls, %1$s], scale-out: [sh, -c, 'cd %1$s; %2$s'],
                 scale-in: [sh, -c, 'cd %1$s; %3$s']}
                """
                        .formatted(cloud, out, in);
        var config = Given.scale("max: 9, in-flight: 1", by).by();
        return new Hooks("web", (ProviderConfig.Hooks) config, told::add, now::get);
    }

    private Hooks working() {
        return hooks("echo please wait; touch m$$:80; echo m$$:80", "rm $GALLEY_ADDRESS");
    }

    private List<String> machines() throws IOException {
        try (var files = Files.list(cloud)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void machinesAreStartedAndKnownByTheAddressThatIsPrinted() throws Exception {
        Hooks hooks = working();
        hooks.grow(2);
        hooks.grow(2);
        await().until(() -> hooks.running().size() == 2);
        hooks.grow(2);
        assertThat(machines()).hasSize(2);
        assertThat(hooks.running()).extracting(Instance::id).hasSameElementsAs(machines());
    }

    @Test
    void machinesThatRunAlreadyAreListed() throws Exception {
        Files.createFile(cloud.resolve("old:80"));
        assertThat(working().running())
                .containsExactly(new Instance("old:80", new Address("old", 80)));
    }

    /// Who led before was lost while its command was under way.
    @Test
    void aMachineThatIsStartedByACommandOfSomebodyElsesIsFoundWhenThatHasHadItsTime()
            throws Exception {
        Hooks hooks = working();
        hooks.begin(7);
        Files.createFile(cloud.resolve("one:80"));
        assertThat(hooks.running()).hasSize(1);
        hooks.stop(hooks.running().getFirst());
        await().until(() -> machines().isEmpty());
        for (String late : List.of("one:80", "two:80")) Files.createFile(cloud.resolve(late));
        assertThat(hooks.running()).isEmpty();
        now.set(TimeUnit.MINUTES.toNanos(5) + 1);
        assertThat(hooks.running()).extracting(Instance::id).containsExactly("two:80");
    }

    @Test
    void commandsAreToldTheEpochInWhichTheyAreRun() throws Exception {
        Hooks hooks =
                hooks(
                        "touch out$GALLEY_EPOCH:80; echo out$GALLEY_EPOCH:80",
                        "mv $GALLEY_ADDRESS in$GALLEY_EPOCH:$GALLEY_PORT");
        hooks.begin(41);
        hooks.grow(1);
        await().until(() -> hooks.running().size() == 1);
        hooks.begin(42);
        Instance one = hooks.running().getFirst();
        assertThat(one.id()).isEqualTo("out41:80");
        hooks.stop(one);
        await().until(() -> machines().equals(List.of("in42:80")));
    }

    @Test
    void aMachineIsStoppedByItsAddress() throws Exception {
        Files.createFile(cloud.resolve("one:80"));
        Files.createFile(cloud.resolve("two:80"));
        Hooks hooks = working();
        hooks.running();
        hooks.stop(new Instance("one:80", new Address("one", 80)));
        await().until(() -> machines().equals(List.of("two:80")));
        assertThat(hooks.running()).extracting(Instance::id).containsExactly("two:80");
    }

    @Test
    void oneThatCannotBeStoppedIsTakenForRunningAgain() throws Exception {
        Files.createFile(cloud.resolve("one:80"));
        Hooks hooks = hooks("false", "echo it is locked; exit 3");
        Instance one = hooks.running().getFirst();
        hooks.stop(one);
        await().until(() -> !told.isEmpty());
        assertThat(told)
                .containsExactly(
                        "sh failed with exit status 3: it is locked; one:80 is taken for running");
        await().until(() -> hooks.running().equals(List.of(one)));
    }

    private static void refuses(Hooks hooks, String why) {
        await().untilAsserted(() ->
                assertThatThrownBy(() -> hooks.grow(1))
                        .isInstanceOf(ProviderException.class)
                        .hasMessage(why));
    }

    @Test
    void aStartThatFailsIsToldAndNotTriedAgainAtOnce() throws Exception {
        Hooks hooks = hooks("touch tried$$; echo no money; exit 1", "true");
        hooks.grow(1);
        refuses(hooks, "sh failed with exit status 1: no money");
        assertThat(machines()).hasSize(1);
    }

    @Test
    void whatIsNoAddressIsRefused() throws Exception {
        Hooks hooks = hooks("echo done", "true");
        hooks.grow(1);
        refuses(hooks, "\"done\" is no address with a port, such as 10.0.0.7:8080");
        Files.createFile(cloud.resolve("junk"));
        assertThatThrownBy(() -> working().running())
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("\"junk\" is no address");
    }
}
