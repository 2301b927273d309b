// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions;

import dev.galley.rpc.Provided;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// State of users and of jobs that outlives the process that made it: bytes by id, each with a
/// version and a time to live. Where it is kept, the configuration file says; a program that takes
/// it runs unchanged on all of them. For records rather than bytes there is {@link Sessions}.
///
/// A write says which version it has seen, and is refused if that is not the one there is: so two
/// requests of one session lose nothing of each other's. An id is a credential if whoever knows it
/// is let in: make it by {@link Sessions#newId}.
///
/// All methods wait, a few seconds at most: any thread but an event loop. They throw {@link
/// SessionException} if the store cannot be reached or is not sure of what it has, and
/// IllegalArgumentException for an id, a value or a time over its limit.
@Provided
public interface SessionStore extends AutoCloseable {
    /// A value as it was found.
    ///
    /// @param value not to be changed
    /// @param version 1 or more; greater after each write
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and copied for nobody
    record Versioned(byte[] value, long version) {}

    /// What is there; null: nothing, or its time is over. Reading does not prolong its life.
    @Nullable Versioned get(String id);

    /// Makes a session.
    ///
    /// @param ttl how long it lives if it is not written or touched again, 1 ms to 366 days
    /// @return its version; 0: there is one of this id already, and it stays as it is
    long create(String id, byte[] value, Duration ttl);

    /// Takes the place of the version that was seen.
    ///
    /// @return the new version; 0: there is another version by now, or nothing any more
    long replace(String id, long version, byte[] value, Duration ttl);

    /// Prolongs its life without another version: it lives for `ttl` from now on.
    ///
    /// @return whether it was there
    boolean touch(String id, Duration ttl);

    /// Ends a session, whatever its version; a write that is under way meanwhile finds nothing. It
    /// is no error if there is none.
    void remove(String id);

    /// How long a session lives that nobody says more about: what the file has as `sessions.ttl`.
    Duration ttl();

    /// Whether it can be read and written now, as far as this process knows. Does not wait.
    boolean ready();

    /// Lets go of connections and threads; values outlive it, unless they are kept in this process.
    @Override
    void close();
}
