// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Whatever bytes are sent, the backend sees only well-formed requests, and as many as were
/// answered from it.
///
/// A few seconds by default, from the same seed each time; longer, and from another seed, with
/// `-Dgalley.fuzz=PT10M` (an ISO 8601 duration). `-Dgalley.seed=N` begins with a failed batch
/// again.
class AnyBytesTest {
    private static final int BATCH = 512;
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nFrom: backend\r\n\r\n";

    /// No answer has a body, so that answers to HEAD look like all others.
    private static final String LISTENER =
            "timeout: {head: 100ms, body: 100ms, idle: 100ms}, limits: {line: 1KiB, head: 4KiB},"
                    + " error-pages: [{status: [400-599], body: \"\"}]";

    @Test
    void theBackendSeesWellFormedRequestsAndAsManyAsItAnswered() throws Exception {
        Duration time = Duration.parse(System.getProperty("galley.fuzz", "PT5S"));
        boolean longer = System.getProperty("galley.fuzz") != null;
        long seed = Long.getLong("galley.seed", longer ? System.nanoTime() : 1);
        long end = System.nanoTime() + time.toNanos();
        long answered = 0;
        try (Backend backend = Backend.replying(request -> ANSWER);
                Proxied proxy = Proxied.with("", LISTENER, backend)) {
            for (long from = seed; System.nanoTime() < end; from += BATCH)
                answered += batch(from, proxy, backend);
            assertThat(answered).isPositive();
            System.out.printf("%d requests answered, seeds from %d%n", answered, seed);
        }
    }

    private static int batch(long from, Proxied proxy, Backend backend) throws Exception {
        int before = backend.requests().size();
        AtomicInteger answered = new AtomicInteger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var all =
                    LongStream.range(from, from + BATCH)
                            .mapToObj(seed ->
                                    clients.submit(() -> answered.addAndGet(send(seed, proxy))))
                            .toList();
            for (var one : all) one.get();
        }
        assertThat(backend.faults()).as("seeds from %d", from).isEmpty();
        assertThat(backend.requests().size() - before)
                .as("requests at the backend, seeds from %d", from)
                .isEqualTo(answered.get());
        return answered.get();
    }

    /// Sends what belongs to the seed, and counts the answers that came from the backend.
    private static int send(long seed, Proxied proxy) {
        try (RawClient client = proxy.client()) {
            sendUntilRefused(client, Mutant.pieces(seed), seed % 2 == 0);
            int answered = 0;
            while (client.more()) if (client.answer().has("From")) answered++;
            return answered;
        }
    }

    private static void sendUntilRefused(RawClient client, List<byte[]> pieces, boolean end) {
        try {
            pieces.forEach(client::send);
            if (end) client.end();
        } catch (UncheckedIOException e) {
            // The proxy has refused what came before, and closed: as it should.
        }
    }
}
