// SPDX-License-Identifier: Apache-2.0
package chat.terminal;

import chat.page.Failure;
import chat.page.Frame;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.rpc.codec.Codec;
import java.time.Duration;
import java.util.Spliterators;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What came back for a call and has not been read. Who does not read it holds up the connection.
final class Answers {
    private static final String LOST = "lost";
    private static final int UNREAD = 64;

    private final BlockingQueue<Frame> frames = new ArrayBlockingQueue<>(UNREAD);

    void take(Frame frame) throws InterruptedException {
        frames.put(frame);
    }

    /// There come no more.
    void lost() throws InterruptedException {
        frames.put(Frame.of("[0,\"" + LOST + "\"]"));
    }

    /// The result of a call.
    ///
    /// @throws CallException if it failed, or nothing comes within `patience`
    <R> R one(Codec<R> codec, Duration patience) {
        try {
            Frame frame = frames.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (frame == null) throw failure(Stage.DEADLINE, "no answer came");
            return checked(frame).read(codec::read);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /// The results of a call, as they come.
    <R> Spliterators.AbstractSpliterator<R> many(Codec<R> codec) {
        return new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE, 0) {
            @Override
            public boolean tryAdvance(Consumer<? super R> action) {
                Frame frame = next();
                if (frame == null) return false;
                action.accept(frame.read(codec::read));
                return true;
            }
        };
    }

    /// Null: there are no more.
    private @Nullable Frame next() {
        try {
            Frame frame = checked(frames.take());
            return frame.word().equals(Frame.ANSWER) ? null : frame;
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static Frame checked(Frame frame) {
        if (frame.word().equals(LOST)) throw failure(Stage.UNANSWERED, "the connection was lost");
        if (frame.word().equals(Frame.ERROR)) throw frame.read(Failure::read);
        return frame;
    }

    private static CallException interrupted() {
        Thread.currentThread().interrupt();
        return failure(Stage.CANCELLED, "the thread was interrupted");
    }

    private static CallException failure(Stage stage, String message) {
        return new CallException(stage, Connection.type(stage), message, null);
    }
}
