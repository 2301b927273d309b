// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.chat;

import chat.page.Failure;
import chat.page.Frame;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Caller;
import dev.galley.rpc.Method;
import dev.galley.rpc.Stage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Calls by the WebSocket of the page: what stubs stand on in a client.
final class Line implements Caller, WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Map<Long, BlockingQueue<Optional<Frame>>> calls = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;
    private volatile boolean broken;

    /// @throws CallException if there is no such page now
    Line(URI where) {
        try {
            socket =
                    HTTP.newWebSocketBuilder()
                            .connectTimeout(Duration.ofSeconds(5))
                            .buildAsync(where, this)
                            .join();
        } catch (CompletionException e) {
            throw failure(Stage.NOT_CONNECTED, e.toString());
        }
    }

    private static CallException failure(Stage stage, String why) {
        return new CallException(stage, stage.name(), why, null);
    }

    @Override
    public <Q, R> R call(Method<Q, R> method, Q request) {
        long id = begin(method, request);
        try {
            Frame frame = next(id, PATIENCE).orElseThrow(Line::lost);
            return frame.read(method.response()::read);
        } finally {
            calls.remove(id);
        }
    }

    /// Until the line is closed, or breaks.
    @Override
    public <Q, R> Stream<R> stream(Method<Q, R> method, Q request) {
        long id = begin(method, request);
        return Stream.generate(() -> next(id, Duration.ofDays(1)))
                .takeWhile(Optional::isPresent)
                .map(frame -> frame.orElseThrow().read(method.response()::read));
    }

    @Override
    public <Q, R> R collect(Method<Q, R> method, Stream<Q> requests) {
        throw new UnsupportedOperationException("no page does");
    }

    @Override
    public <Q, R> Stream<R> converse(Method<Q, R> method, Stream<Q> requests) {
        throw new UnsupportedOperationException("no page does");
    }

    private synchronized <Q> long begin(Method<Q, ?> method, Q request) {
        long id = last.incrementAndGet();
        calls.put(id, new LinkedBlockingQueue<>());
        if (broken) throw lost();
        try {
            socket.sendText(Frame.text(id, method.toString(), method.request(), request), true)
                    .join();
            return id;
        } catch (CompletionException e) {
            throw lost();
        }
    }

    private static CallException lost() {
        return failure(Stage.UNANSWERED, "the line is broken");
    }

    /// Empty: the line is broken.
    private Optional<Frame> next(long id, Duration patience) {
        try {
            Optional<Frame> next = calls.get(id).poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) throw failure(Stage.DEADLINE, "no answer");
            if (next.isPresent() && next.get().word().equals(Frame.ERROR))
                throw next.get().read(Failure::read);
            return next;
        } catch (InterruptedException e) {
            throw failure(Stage.CANCELLED, "interrupted");
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean whole) {
        part.append(data);
        if (whole) {
            Frame frame = Frame.of(part.toString());
            part.setLength(0);
            BlockingQueue<Optional<Frame>> call = calls.get(frame.id());
            if (call != null) call.add(Optional.of(frame));
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String why) {
        breaks();
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        breaks();
    }

    boolean isBroken() {
        return broken;
    }

    private void breaks() {
        broken = true;
        calls.values().forEach(call -> call.add(Optional.empty()));
    }

    @Override
    public void close() {
        socket.abort();
        breaks();
    }
}
