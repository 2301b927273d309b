// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import dev.galley.pool.Lease;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Method;
import dev.galley.rpc.Stage;
import dev.galley.rpc.codec.Writer;
import dev.galley.rpc.wire.ClientCall;
import java.util.Spliterator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The requests of a call that streams them: each is taken when there is room for it, by a thread
/// of its own. None is taken before the call has begun, and as long as none was taken, the call may
/// be made again; what was taken is gone.
final class Requests<Q> implements Again {
    private final Method<Q, ?> method;
    private final Stream<Q> stream;
    private final Tries tries;
    private final Function<Lease, Attempt> begin;
    private final CallContext context = CallContext.current();
    private Sender sender;

    /// @param begin begins the call, which {@link #first} does as well
    Requests(Method<Q, ?> method, Stream<Q> stream, Tries tries, Function<Lease, Attempt> begin) {
        this.method = method;
        this.stream = stream;
        this.tries = tries;
        this.begin = begin;
        this.sender = new Sender(begin.apply(tries.choose()));
    }

    /// The first try.
    Attempt first() {
        return sender.start();
    }

    @Override
    public @Nullable Attempt after(CallException failure, Attempt failed) {
        if (sender.hasTaken()) return null;
        Lease lease = tries.another(failure, method, failed.lease.member());
        if (lease == null) {
            stream.close();
            return null;
        }
        sender = new Sender(begin.apply(lease));
        return sender.start();
    }

    /// Sends the requests for one try.
    private final class Sender {
        private final Attempt attempt;

        /// Whether it is settled that this one takes the requests, or that it does not.
        private final AtomicBoolean settled = new AtomicBoolean();

        Sender(Attempt attempt) {
            this.attempt = attempt;
        }

        Attempt start() {
            Thread.startVirtualThread(() -> context.run(this::run));
            return attempt;
        }

        /// Whether it has taken a request; if not, it won't.
        boolean hasTaken() {
            return settled.getAndSet(true);
        }

        private void run() {
            ClientCall call = attempt.call;
            try {
                call.awaitRoom();
            } catch (CallException over) {
                // Over for good, be it well; else another one may still take the requests.
                if (over.stage() == Stage.CANCELLED && !hasTaken()) stream.close();
                return;
            }
            if (settled.getAndSet(true)) return;
            try (stream) {
                Spliterator<Q> requests = stream.sequential().spliterator();
                while (requests.tryAdvance(request -> send(call, request))) call.awaitRoom();
                call.end();
            } catch (CallException over) {
                call.cancel(String.valueOf(over.getMessage()));
            } catch (RuntimeException | Error e) {
                call.cancel("the stream of requests failed: " + e);
            }
        }

        private void send(ClientCall call, Q request) {
            Writer message = Client.written(method, request);
            call.send(message.array(), message.offset(), message.size());
        }
    }
}
