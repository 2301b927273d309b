// SPDX-License-Identifier: Apache-2.0
package chat.terminal;

import chat.page.Frame;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Method;
import dev.galley.rpc.Stage;
import dev.galley.rpc.codec.CodecException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A WebSocket, and the calls that are under way on it, which end with it.
final class Connection implements WebSocket.Listener {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<Long, Answers> calls = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();
    private final StringBuilder parts = new StringBuilder();
    private final WebSocket socket;
    private volatile boolean ended;

    /// @throws IOException if nobody is there, or no chat is
    Connection(URI uri, HttpClient http) throws IOException {
        try {
            socket =
                    http.newWebSocketBuilder()
                            .connectTimeout(PATIENCE)
                            .buildAsync(uri, this)
                            .join();
        } catch (CompletionException e) {
            throw new IOException("nobody answers at " + uri, e.getCause());
        }
    }

    boolean ended() {
        return ended;
    }

    <Q, R> R call(Method<Q, R> method, Q request) {
        long id = last.incrementAndGet();
        try {
            return send(id, method, request).one(method.response(), PATIENCE);
        } finally {
            calls.remove(id);
        }
    }

    <Q, R> Stream<R> stream(Method<Q, R> method, Q request) {
        long id = last.incrementAndGet();
        Answers answers = send(id, method, request);
        return StreamSupport.stream(answers.many(method.response()), false)
                .onClose(() -> calls.remove(id));
    }

    private <Q> Answers send(long id, Method<Q, ?> method, Q request) {
        Answers answers = new Answers();
        calls.put(id, answers);
        send(Frame.text(id, method.toString(), method.request(), request));
        return answers;
    }

    /// One after the other, as {@link WebSocket#sendText} wants it.
    private synchronized void send(String frame) {
        try {
            if (ended) throw new IOException("the connection was lost");
            socket.sendText(frame, true).join();
        } catch (CompletionException | IOException e) {
            close();
            throw new CallException(
                    Stage.NOT_SENT, type(Stage.NOT_SENT), "the connection was lost", e);
        }
    }

    static String type(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean whole) {
        parts.append(text);
        if (whole) {
            take(from, parts.toString());
            parts.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void take(WebSocket from, String text) {
        try {
            Frame frame = Frame.of(text);
            Answers answers = calls.get(frame.id());
            if (answers != null) answers.take(frame);
        } catch (CodecException e) {
            end(from);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(from);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        end(from);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end(from);
    }

    /// Ends it, and all calls.
    void close() {
        end(socket);
    }

    private void end(WebSocket from) {
        ended = true;
        from.abort();
        try {
            for (Answers waiting : calls.values()) waiting.lost();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
