// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import dev.galley.pool.Lease;
import dev.galley.pool.Outcome;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.rpc.codec.CodecException;
import dev.galley.rpc.wire.ClientCall;
import org.jspecify.annotations.Nullable;

/// One try of a call, at one member; gives the member back when it ends.
final class Attempt {
    final Lease lease;
    final ClientCall call;
    private final Failures failures;
    private final long begun = System.nanoTime();
    private boolean ended;

    Attempt(Lease lease, ClientCall call, Failures failures) {
        this.lease = lease;
        this.call = call;
        this.failures = failures;
    }

    /// The next message; null after the last.
    ///
    /// @throws CallException if the call has failed; then the attempt has ended
    byte @Nullable [] next() {
        try {
            byte[] message = call.next();
            if (message == null) end(Outcome.ANSWERED);
            return message;
        } catch (CallException e) {
            // What an interrupt ends, the member does not know yet.
            if (e.stage() == Stage.CANCELLED) call.cancel("given up");
            if (!ended) failures.count(e.stage());
            end(outcome(e));
            throw e;
        } catch (CodecException e) {
            throw garbled(e);
        }
    }

    /// The only message.
    byte[] only() {
        byte[] message = next();
        if (message == null) throw garbled(new CodecException("there is no message in it"));
        end(Outcome.ANSWERED);
        return message;
    }

    /// An answer that can't be read is no answer.
    CallException garbled(CodecException e) {
        cancel();
        failures.count(Stage.UNANSWERED);
        end(Outcome.FAILED);
        String message = "the response is broken: " + e.getMessage();
        return new CallException(Stage.UNANSWERED, "unanswered", message, e);
    }

    /// Gives it up, unless it has ended.
    void cancel() {
        if (ended) return;
        call.cancel("given up");
        end(Outcome.ABANDONED);
    }

    void end(Outcome outcome) {
        if (ended) return;
        ended = true;
        lease.close(outcome, System.nanoTime() - begun);
    }

    /// What a failure says about the member.
    private static Outcome outcome(CallException e) {
        return switch (e.stage()) {
            case NOT_CONNECTED -> Outcome.NOT_CONNECTED;
            case UNANSWERED -> Outcome.FAILED;
            case REFUSED -> Tries.isElsewhereBetter(e) ? Outcome.UNAVAILABLE : Outcome.ANSWERED;
            case FAILED -> Outcome.ANSWERED;
            case DEADLINE -> Outcome.TIMED_OUT;
            case NOT_SENT, CANCELLED -> Outcome.ABANDONED;
        };
    }
}
