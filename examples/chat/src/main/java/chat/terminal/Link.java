// SPDX-License-Identifier: Apache-2.0
package chat.terminal;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Caller;
import dev.galley.rpc.Method;
import dev.galley.rpc.Stage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Calls the services of the chat through its WebSocket: the stubs of the contracts stand on it. A
/// connection is made when there is something to call, and anew when it was lost; what is lost with
/// it is called again if that does no harm.
final class Link implements Caller, AutoCloseable {
    private static final int TRIES = 3;
    private static final long PAUSE_MS = 300;

    /// What a call fails with if it, or what it called on, was not reached.
    private static final Set<String> PASSING =
            Set.of("not-connected", "not-sent", "unanswered", "overload", "shutting-down");

    private final URI uri;
    private final HttpClient http =
            HttpClient.newBuilder().executor(Executors.newVirtualThreadPerTaskExecutor()).build();
    private @Nullable Connection current;
    private boolean closed;

    Link(URI uri) {
        this.uri = uri;
    }

    @Override
    public <Q, R> R call(Method<Q, R> method, Q request) {
        for (int left = TRIES; ; left--) {
            Connection connection = connection();
            try {
                return connection.call(method, request);
            } catch (CallException e) {
                boolean harmless = method.idempotent() || !e.canHaveExecuted();
                if (left == 1 || !harmless || !PASSING.contains(e.type())) throw e;
            }
            pause();
        }
    }

    @Override
    public <Q, R> Stream<R> stream(Method<Q, R> method, Q request) {
        return connection().stream(method, request);
    }

    @Override
    public <Q, R> R collect(Method<Q, R> method, Stream<Q> requests) {
        throw upstream(method);
    }

    @Override
    public <Q, R> Stream<R> converse(Method<Q, R> method, Stream<Q> requests) {
        throw upstream(method);
    }

    private static CallException upstream(Method<?, ?> method) {
        return new CallException(
                Stage.NOT_SENT, "not-sent", method + ": a WebSocket takes no streams", null);
    }

    /// One that is open, maybe after some time.
    private synchronized Connection connection() {
        Connection known = current;
        if (known != null && !known.ended()) return known;
        long until = System.nanoTime() + Connection.PATIENCE.toNanos();
        while (!closed) {
            try {
                Connection opened = new Connection(uri, http);
                current = opened;
                return opened;
            } catch (IOException e) {
                if (System.nanoTime() > until) throw unconnected(e.getMessage());
            }
            pause();
        }
        throw unconnected("it is over");
    }

    private static CallException unconnected(@Nullable String why) {
        return new CallException(Stage.NOT_CONNECTED, "not-connected", "" + why, null);
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallException(Stage.CANCELLED, "cancelled", "interrupted", e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (current != null) current.close();
        http.shutdownNow();
    }
}
