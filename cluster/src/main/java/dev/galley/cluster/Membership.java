// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who is in the cluster. Never waits; any thread.
public interface Membership {
    /// This node.
    Node self();

    /// Whether it is in, judged by its own clock at this moment: a node that was paused learns it
    /// here before it does anything.
    Standing standing();

    /// When this node has joined, as it has found itself and not as it was told: it is never behind
    /// {@link #standing}, as {@link #members} may be. Null: it has not yet.
    @Nullable Epoch joined();

    /// The members by name, as last heard; immutable. Without any word from the cluster it stays as
    /// it was.
    SortedMap<String, Member> members();

    /// From now on told the members: as they are, and after each change. All listeners are called
    /// by one virtual thread, and may miss what was true for a moment only.
    Listening listen(Consumer<SortedMap<String, Member>> listener);

    /// From now on told each new standing, first the one of now. Called at once, by a thread of its
    /// own, so that whoever owns something lets go of it in time.
    Listening watch(Consumer<Standing> watcher);
}
