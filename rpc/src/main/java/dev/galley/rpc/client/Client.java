// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import dev.galley.net.Loops;
import dev.galley.pool.Lease;
import dev.galley.pool.Pool;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Caller;
import dev.galley.rpc.Method;
import dev.galley.rpc.Stage;
import dev.galley.rpc.Trace;
import dev.galley.rpc.codec.CodecException;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import dev.galley.rpc.wire.ClientCall;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Calls the services that the members of a pool serve. The pool chooses the member for each call
/// anew. A call that failed is made again at another member, within the pool's budget, if it can't
/// have been executed, or may be twice ({@link dev.galley.rpc.Idempotent}).
///
/// A call of one message that has no deadline gets one: the pool's `timeout: answer`.
public final class Client implements Caller, AutoCloseable {
    private final Pool pool;
    private final Links links;
    private final Options options;
    private final Failures failures;
    private final @Nullable String key;
    private final @Nullable Lease lease;

    public Client(Loops loops, Pool pool, Options options) {
        this(pool, new Links(loops, pool, options), options, new Failures(), null, null);
    }

    private Client(
            Pool pool,
            Links links,
            Options options,
            Failures failures,
            @Nullable String key,
            @Nullable Lease lease) {
        this.pool = pool;
        this.links = links;
        this.options = options;
        this.failures = failures;
        this.key = key;
        this.lease = lease;
    }

    /// Whose members it calls.
    public Pool pool() {
        return pool;
    }

    /// What has failed so far.
    public Failures failures() {
        return failures;
    }

    /// This client, but where the pool hashes, it hashes `text`: calls of one key go to one member.
    public Client keyed(String text) {
        return new Client(pool, links, options, failures, text, null);
    }

    /// For one call, at a member of the pool that its caller has chosen; it is not made again
    /// elsewhere, nor hedged, and gives the member back when it ends.
    public Caller with(Lease chosen) {
        return new Client(pool, links, options, failures, key, chosen);
    }

    private Tries tries(CallContext context) {
        return new Tries(pool, context, failures, key, lease);
    }

    @Override
    public <Q, R> R call(Method<Q, R> method, Q request) {
        CallContext context = handedOn(pool.config().timeout().answer());
        Tries tries = tries(context);
        Writer message = written(method, request);
        Duration hedge = method.idempotent() && lease == null ? options.hedge() : null;
        Lease at = tries.choose();
        while (true) {
            Attempt attempt = begin(method, context, message, at);
            try {
                if (hedge != null) {
                    Hedge pair = new Hedge(attempt, hedge);
                    attempt = pair.first(() -> second(method, context, message, tries, pair));
                }
                return read(method, attempt, attempt.only());
            } catch (CallException e) {
                Lease next = tries.another(e, method, attempt.lease.member());
                if (next == null) throw e;
                at = next;
            }
        }
    }

    private @Nullable Attempt second(
            Method<?, ?> method, CallContext context, Writer message, Tries tries, Hedge pair) {
        tries.exclude(pair.member());
        if (!pool.retries().spend()) return null;
        Lease another = tries.chooseNow();
        return another == null ? null : begin(method, context, message, another);
    }

    private Attempt begin(Method<?, ?> method, CallContext context, Writer message, Lease at) {
        ClientCall call =
                links.to(at.member())
                        .call(method, context, message.array(), message.offset(), message.size());
        return new Attempt(at, call, failures);
    }

    @Override
    public <Q, R> Stream<R> stream(Method<Q, R> method, Q request) {
        CallContext context = handedOn(null);
        Tries tries = tries(context);
        Writer message = written(method, request);
        Again again =
                (failure, failed) -> {
                    Lease next = tries.another(failure, method, failed.lease.member());
                    return next == null ? null : begin(method, context, message, next);
                };
        return new Elements<>(method, begin(method, context, message, tries.choose()), again)
                .stream();
    }

    @Override
    public <Q, R> R collect(Method<Q, R> method, Stream<Q> requests) {
        Requests<Q> sending = sending(method, requests);
        Attempt attempt = sending.first();
        while (true) {
            try {
                return read(method, attempt, attempt.only());
            } catch (CallException e) {
                Attempt next = sending.after(e, attempt);
                if (next == null) throw e;
                attempt = next;
            }
        }
    }

    @Override
    public <Q, R> Stream<R> converse(Method<Q, R> method, Stream<Q> requests) {
        Requests<Q> sending = sending(method, requests);
        return new Elements<>(method, sending.first(), sending).stream();
    }

    private <Q> Requests<Q> sending(Method<Q, ?> method, Stream<Q> requests) {
        CallContext context = handedOn(null);
        return new Requests<>(
                method,
                requests,
                tries(context),
                at -> new Attempt(at, links.to(at.member()).call(method, context), failures));
    }

    /// What the callee is told: the caller's context, with a span of its own, and a deadline.
    ///
    /// @param most the time for the call if the caller has set none; null: no limit
    private static CallContext handedOn(@Nullable Duration most) {
        CallContext mine = CallContext.current();
        if (mine.remaining() == 0)
            throw new CallException(
                    Stage.DEADLINE, "deadline", "it had passed before the call", null);
        long deadline =
                mine.deadline() != CallContext.NEVER || most == null
                        ? mine.deadline()
                        : System.nanoTime() + most.toNanos();
        String trace = mine.traceparent();
        return new CallContext(
                deadline,
                trace == null ? null : Trace.child(trace),
                mine.caller(),
                mine.attributes());
    }

    static <Q> Writer written(Method<Q, ?> method, Q request) {
        Writer out = new Writer();
        method.request().write(out, request);
        return out;
    }

    /// @throws CallException if it is broken
    static <R> R read(Method<?, R> method, Attempt attempt, byte[] message) {
        try {
            return method.response().read(new Reader(message));
        } catch (CodecException e) {
            throw attempt.garbled(e);
        }
    }

    /// Closes the connections; calls that are open fail.
    @Override
    public void close() {
        links.close();
    }
}
