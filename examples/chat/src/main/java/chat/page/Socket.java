// SPDX-License-Identifier: Apache-2.0
package chat.page;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Fork;
import dev.galley.rpc.Stage;
import dev.galley.rpc.codec.CodecException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;

/// The connection of one browser. Each call has a virtual thread, which waits until what it sends
/// has left: who reads slowly is answered slowly, and of a stream no more is pulled. So a browser
/// costs {@link #AT_ONCE} frames at the most, and further calls of it stay in its socket.
///
/// Nothing of a user is kept here: calls carry the token. A browser whose connection breaks goes on
/// at any other page.
///
/// Public, since Jetty looks for its methods by reflection.
public final class Socket implements Session.Listener {
    /// How many calls are under way.
    private static final int AT_ONCE = 16;

    private static final Duration PING_EVERY = Duration.ofSeconds(20);

    /// Without a sign of life, and for a frame to leave.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Gateway gateway;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Fork calls = Fork.open();
    private volatile @Nullable Session session;
    private volatile long heard = System.nanoTime();

    Socket(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        begin(() -> pings(opened));
        opened.demand();
    }

    @Override
    public void onWebSocketText(String text) {
        heard = System.nanoTime();
        begin(() -> take(text));
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        heard = System.nanoTime();
        Session open = session;
        if (open != null) open.demand();
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        calls.close();
    }

    @Override
    public void onWebSocketClose(int status, String reason, Callback callback) {
        calls.close();
        callback.succeed();
    }

    private void begin(Task task) {
        Session open = session;
        if (open == null) return;
        try {
            calls.<@Nullable Void>call(() -> {
                task.run();
                return null;
            });
        } catch (IllegalStateException e) {
            open.disconnect(); // it has been closed meanwhile
        }
    }

    private interface Task {
        void run() throws InterruptedException;
    }

    private void pings(Session open) throws InterruptedException {
        while (System.nanoTime() - heard < PATIENCE.toNanos()) {
            Thread.sleep(PING_EVERY);
            send(written -> open.sendPing(ByteBuffer.allocate(0), written));
        }
        open.disconnect();
    }

    /// The next frame is demanded when there is room for another call.
    private void take(String text) throws InterruptedException {
        Session open = session;
        if (open == null) return;
        room.acquire();
        try {
            open.demand();
            answer(Frame.of(text), open);
        } catch (CodecException e) {
            open.close(StatusCode.BAD_PAYLOAD, "a frame is [id, word, {...}]", Callback.NOOP);
        } finally {
            room.release();
        }
    }

    private void answer(Frame frame, Session open) {
        Consumer<String> out = text -> send(written -> open.sendText(text, written));
        try {
            if (frame.word().equals(Frame.PING)) out.accept(Frame.empty(frame.id(), Frame.ANSWER));
            else gateway.call(frame, out);
        } catch (CodecException e) {
            fail(frame, out, refused(e));
        } catch (CallException e) {
            fail(frame, out, e);
        }
    }

    private static CallException refused(CodecException e) {
        return new CallException(Stage.REFUSED, "bad-request", String.valueOf(e.getMessage()), e);
    }

    private static void fail(Frame frame, Consumer<String> out, CallException failure) {
        out.accept(Frame.text(frame.id(), Frame.ERROR, json -> Failure.write(json, failure)));
    }

    /// Waits until it has left.
    private void send(Consumer<Callback> frame) {
        Callback.Completable written = new Callback.Completable();
        frame.accept(written);
        try {
            written.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Session open = session;
            if (open != null) open.disconnect();
            throw gone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw gone();
        }
    }

    private static CallException gone() {
        return new CallException(Stage.CANCELLED, "cancelled", "the browser has gone", null);
    }
}
