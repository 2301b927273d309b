// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.net;

import dev.galley.net.Loops;
import dev.galley.net.Transport;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Event loops that tests have in common, as long as the JVM runs: a process that serves has one
/// set of them too, and ends with it.
public final class SharedLoops {
    private record Kind(Transport transport, int count) {}

    private static final Map<Kind, Loops> LOOPS = new ConcurrentHashMap<>();

    private SharedLoops() {}

    /// So many loops, on the transport that is the best now.
    public static Loops of(int count) {
        Kind kind = new Kind(Transport.best(), count);
        return LOOPS.computeIfAbsent(kind, _ -> Loops.start(count));
    }
}
