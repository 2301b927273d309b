// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.it.app.post.Mail;
import dev.galley.it.app.post.Office;
import dev.galley.rpc.CallException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes of each kind under load, and what callers see of it when they come and go.
class LossTest {
    private static final int CALLERS = 8;

    @TempDir private Path folder;
    private Town town;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong calls = new AtomicLong();
    private final Map<String, CallException> failures = new ConcurrentHashMap<>();
    private final List<Thread> callers = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        town = new Town(folder, "people", "mail", "office", "people", "mail", "office").start();
        town.people().register("ann");
    }

    @AfterEach
    void end() {
        town.close();
    }

    private void load(Runnable call) throws InterruptedException {
        for (int i = 0; i < CALLERS; i++)
            callers.add(
                    Thread.startVirtualThread(() -> {
                        while (!over.get()) made(call);
                    }));
        more();
    }

    private void made(Runnable call) {
        try {
            call.run();
            calls.incrementAndGet();
        } catch (CallException e) {
            failures.put(e.toString(), e);
        }
    }

    /// Waits for some hundred calls.
    private void more() {
        long before = calls.get();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> calls.get() > before + 300 || !failures.isEmpty());
    }

    /// A call that is not to be made twice, and leaves nothing behind.
    private static void assertFailsInTheService(Runnable call) {
        try {
            call.run();
        } catch (CallException e) {
            if (!e.type().equals("no-such-person")) throw e;
        }
    }

    private void stop() throws InterruptedException {
        over.set(true);
        for (Thread caller : callers) caller.join();
        assertThat(failures.values()).isEmpty();
    }

    @Test
    void killingOneOfEachKindFailsNoCallThatMayBeMadeTwice() throws Exception {
        Office office = town.office();
        load(() -> assertThat(office.count(List.of("ann"))).containsEntry("ann", 1));
        for (String node : List.of("n1", "n2", "n3")) {
            town.kill(node);
            more();
        }
        stop();
    }

    @Test
    void restartingOneAfterTheOtherFailsNoCallAtAll() throws Exception {
        Office office = town.office();
        Mail mail = town.mail();
        load(() -> {
            office.count(List.of("ann"));
            assertFailsInTheService(() -> mail.send(new Mail.Letter("ann", "eve", "?")));
        });
        for (String node : town.names()) {
            town.restart(node);
            more();
        }
        stop();
    }
}
