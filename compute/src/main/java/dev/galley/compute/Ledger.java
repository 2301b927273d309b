// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import dev.galley.rpc.CallException;
import dev.galley.rpc.codec.Writer;
import dev.galley.sessions.SessionException;
import dev.galley.sessions.SessionStore;
import dev.galley.sessions.SessionStore.Versioned;
import dev.galley.sessions.Sessions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps the state of a job where its next coordinator finds it. Only one writes: each write names
/// the version that was seen, so who has been overtaken by another learns of it by its next one.
/// One thread at a time; all methods wait.
final class Ledger<P, A> {
    private static final System.Logger LOG = System.getLogger(Ledger.class.getName());

    /// Between two that take over at the same time one may lose so often.
    private static final int TRIES = 10;

    private final SessionStore store;
    private final Checkpoint<P, A> how;
    private final String id;
    private final String owner = Sessions.newId();
    private long version;

    Ledger(SessionStore store, Checkpoint<P, A> how) {
        this.store = store;
        this.how = how;
        this.id = "compute:" + how.key();
    }

    /// What tells the parts of a job from those of another.
    String origin(List<P> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (P part : parts) {
                Writer out = new Writer();
                out.message(10, how.part(), part);
                digest.update(out.array(), out.offset(), out.size());
            }
            return State.text(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /// Takes the job over as it was left; or begins it.
    ///
    /// @param fresh the state of one that begins
    /// @throws CallException if the key is that of another job
    /// @throws SessionException if the store cannot do it now
    /// @throws IllegalArgumentException if it is too much for the store
    State<P, A> open(State<P, A> fresh) {
        for (int i = 0; i < TRIES; i++) {
            State<P, A> mine = tryOpen(fresh);
            if (mine != null) return mine;
        }
        throw overtaken();
    }

    private @Nullable State<P, A> tryOpen(State<P, A> fresh) {
        Versioned there = store.get(id);
        State<P, A> mine = there == null ? fresh : known(there, fresh.origin());
        if (mine.finished()) return mine;
        byte[] bytes = bytes(mine);
        version =
                there == null
                        ? store.create(id, bytes, how.ttl())
                        : store.replace(id, there.version(), bytes, how.ttl());
        return version == 0 ? null : mine;
    }

    private State<P, A> known(Versioned there, String origin) {
        State<P, A> known = State.of(there.value(), how.part(), how.answer());
        if (known.origin().equals(origin)) return known;
        throw CallException.failed(
                "other-job",
                "the key \""
                        + how.key()
                        + "\" is that of a job with other parts: a key names one job only");
    }

    private byte[] bytes(State<P, A> state) {
        return state.by(owner).bytes(how.part(), how.answer());
    }

    /// Writes how far the job is. A store that cannot is tried again by the next one.
    ///
    /// @throws CallException if another one has taken the job over
    void keep(State<P, A> state) {
        byte[] bytes = bytes(state);
        try {
            write(bytes);
        } catch (SessionException | IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no checkpoint of the job " + how.key() + ": " + e.getMessage());
        }
    }

    private void write(byte[] bytes) {
        long next = version == 0 ? 0 : store.replace(id, version, bytes, how.ttl());
        version = next == 0 ? again(bytes) : next;
        if (version == 0) throw overtaken();
    }

    /// Its time may have run out, or one of my writes have been done that seemed to fail.
    private long again(byte[] bytes) {
        Versioned there = store.get(id);
        if (there == null) return store.create(id, bytes, how.ttl());
        State<P, A> last = State.of(there.value(), how.part(), how.answer());
        if (!last.owner().equals(owner)) return 0;
        return store.replace(id, there.version(), bytes, how.ttl());
    }

    private CallException overtaken() {
        return CallException.failed(
                "taken-over", "another one goes on with the job " + how.key() + " by now");
    }
}
