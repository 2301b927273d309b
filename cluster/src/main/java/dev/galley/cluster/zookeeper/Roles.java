// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Election;
import dev.galley.cluster.Epoch;
import dev.galley.cluster.Fence;
import dev.galley.cluster.LeadThread;
import dev.galley.cluster.Listening;
import dev.galley.cluster.Membership;
import dev.galley.cluster.Standing;
import dev.galley.cluster.Term;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/// Roles by Curator's LeaderLatch: whoever made the earliest of the nodes that still stand below
/// the role has it, and the czxid of that node is the epoch. Since they are numbered as they are
/// made, epochs rise from term to term.
final class Roles implements Election, AutoCloseable {
    private static final Logger LOG = System.getLogger(Roles.class.getName());

    /// Those who watch the standing are not told of one that lasted for less than a tick.
    private final Executor later = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final Link link;
    private final Tree tree;
    private final Membership membership;
    private final Listening watching;
    private final List<Candidate> candidates = new CopyOnWriteArrayList<>();
    private final Map<String, Fence> fences = new ConcurrentHashMap<>();

    Roles(Link link, Tree tree, Membership membership) {
        this.link = link;
        this.tree = tree;
        this.membership = membership;
        watching = membership.watch(this::stands);
    }

    @Override
    public Listening stand(String role, Lead lead) {
        Candidate candidate = new Candidate(role, lead);
        candidates.add(candidate);
        candidate.later(candidate::enter);
        return candidate;
    }

    private void stands(Standing now) {
        for (Candidate candidate : candidates) candidate.later(() -> candidate.owns(now.owns()));
    }

    @Override
    public @Nullable Term holder(String role) {
        return tree.terms.value().get(role);
    }

    @Override
    public Fence fence(String role) {
        return fences.computeIfAbsent(
                role, _ -> new Fence(() -> membership.standing().owns(), () -> holder(role)));
    }

    @Override
    public void close() {
        watching.close();
        candidates.forEach(Candidate::close);
    }

    /// This node, standing for one role. What happens to it is done by one thread, in order.
    private final class Candidate implements Listening, LeaderLatchListener {
        private final String role;
        private final String path;
        private final LeadThread thread;
        private final ExecutorService orders;
        private @Nullable LeaderLatch latch;
        private boolean stopped;

        Candidate(String role, Lead lead) {
            this.role = role;
            this.path = link.path("live/roles/" + role);
            this.orders =
                    Executors.newSingleThreadExecutor(
                            Thread.ofVirtual().name("role-" + role).factory());
            this.thread = new LeadThread(lead, () -> later(this::again));
        }

        /// Unless it is closed.
        void later(Runnable order) {
            try {
                orders.execute(order);
            } catch (RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "stands no more for " + role, e);
            }
        }

        private void enter() {
            LeaderLatch next = new LeaderLatch(link.client(), path, membership.self().name());
            next.addListener(this);
            try {
                next.start();
                latch = next;
            } catch (Exception e) {
                LOG.log(Level.ERROR, "cannot stand for " + role, e);
            }
        }

        private void leave() {
            LeaderLatch last = latch;
            latch = null;
            if (last == null) return;
            try {
                last.close();
            } catch (IOException | IllegalStateException e) {
                LOG.log(Level.DEBUG, "a latch goes with the session", e);
            }
        }

        private void again() {
            leave();
            enter();
        }

        /// Stops in time, also when the latch has not noticed; then stands anew, behind the others.
        private void owns(boolean owns) {
            if (!owns) {
                thread.stop();
                stopped = true;
                later.execute(() -> later(() -> owns(membership.standing().owns())));
            } else if (stopped) {
                stopped = false;
                again();
            }
        }

        @Override
        public void isLeader() {
            later(this::lead);
        }

        @Override
        public void notLeader() {
            thread.stop();
        }

        private void lead() {
            LeaderLatch now = latch;
            if (now == null || stopped) return;
            if (!membership.standing().owns()) {
                owns(false);
                return;
            }
            String own = now.getOurPath();
            if (own == null) return; // It has just lost it, and will tell again.
            try {
                Stat stat = Link.tell(() -> link.client().checkExists().forPath(own));
                if (stat != null && now.hasLeadership() && own.equals(now.getOurPath()))
                    thread.start(
                            new Term(role, membership.self().name(), new Epoch(stat.getCzxid())));
            } catch (CoordinationException e) {
                LOG.log(Level.DEBUG, "the latch will tell again", e);
            }
        }

        @Override
        public void close() {
            if (!candidates.remove(this)) return;
            thread.close();
            later(this::leave);
            orders.close();
        }
    }
}
