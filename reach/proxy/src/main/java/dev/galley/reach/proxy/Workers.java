// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.net.Loop;
import dev.galley.net.Loops;
import java.util.List;

/// What the proxies keep on each event loop: scratch space, connections to members. One for all
/// listeners of a process.
public final class Workers {
    private final Loops loops;
    private final MemberTls tls;
    private final List<Worker> all;

    public Workers(Loops loops) {
        this.loops = loops;
        this.tls = new MemberTls(loops::afterAll);
        this.all = loops.all().stream().map(loop -> new Worker(loops, loop, tls)).toList();
    }

    /// The loops they work on.
    public Loops loops() {
        return loops;
    }

    /// How members are spoken to by TLS.
    public MemberTls tls() {
        return tls;
    }

    /// Closes idle connections to members that have left their pools. From any thread.
    public void forget() {
        for (Worker worker : all) worker.loop.execute(worker.upstreams::forget);
    }

    /// Idle connections to members, all loops together.
    public int idleUpstreams() {
        int sum = 0;
        for (Worker worker : all) sum += worker.upstreams.size();
        return sum;
    }

    Worker on(Loop loop) {
        return all.get(loop.index());
    }

    List<Worker> all() {
        return all;
    }
}
