// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.UnansweredException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/// Keeps there what is to be there as long as this node lives: itself, and what it offers. Asks
/// four times a second whether it is still a member, which also renews the {@link Lease}; after a
/// loss makes everything again. One virtual thread does it; any thread may ask for it.
final class Presence implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Presence.class.getName());
    private static final Duration BEAT = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// What may be there or not; nobody wants that.
    private static final byte[] UNSURE = {};

    private final Link link;
    private final CuratorFramework client;
    private final Lease lease;
    private final String member;
    private final Map<String, byte[]> wanted = new TreeMap<>();
    private final Map<String, byte[]> made = new HashMap<>();
    private final Semaphore changed = new Semaphore(0);
    private final Thread thread;
    private final Runnable claimed;
    private long session;
    private long joinedIn;
    private boolean own;
    private volatile boolean closed;
    private volatile String trouble = "";

    /// The czxid of the member; 0: it was none yet.
    private volatile long joined;

    /// @param member where this node is a member
    /// @param claimed done once, when what is there is known to be the cluster's
    Presence(Link link, Lease lease, String member, byte[] node, Runnable claimed) {
        this.link = link;
        this.claimed = claimed;
        this.client = link.client();
        this.lease = lease;
        this.member = member;
        wanted.put(member, node);
        thread = Thread.ofVirtual().name("presence").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// It is to be there, with this.
    void want(String path, byte[] data) {
        synchronized (wanted) {
            wanted.put(path, data);
        }
        changed.release();
    }

    /// It is not to be there any more.
    void drop(String path) {
        synchronized (wanted) {
            wanted.remove(path);
        }
        changed.release();
    }

    /// Why it is no member; empty: it is, or nothing is known yet.
    String trouble() {
        return trouble;
    }

    /// When this node has joined; 0: not yet.
    long joined() {
        return joined;
    }

    private void run() {
        while (!closed) {
            try {
                beat();
                trouble = "";
            } catch (UnansweredException e) {
                trouble = String.valueOf(e.getMessage());
            } catch (CoordinationException e) {
                refused(String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "the presence of this node cannot be kept", e);
            }
            try {
                if (changed.tryAcquire(BEAT.toMillis(), TimeUnit.MILLISECONDS))
                    changed.drainPermits();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void refused(String why) {
        if (!why.equals(trouble)) LOG.log(Level.WARNING, why);
        trouble = why;
    }

    private void beat() throws CoordinationException {
        long begun = lease.begin();
        link.sync(member);
        Stat there = Link.tell(() -> client.checkExists().forPath(member));
        long now = link.session();
        if (there == null || there.getEphemeralOwner() != now) {
            if (session != 0) lease.lost();
            made.clear();
            joinedIn = 0;
            claim();
            if (there != null && there.getEphemeralOwner() != session) throw twin();
        }
        session = now;
        reconcile();
        joined = czxid();
        lease.confirmed(begun);
    }

    private void claim() throws CoordinationException {
        link.claim();
        if (!own) claimed.run();
        own = true;
    }

    /// Asked for once a session.
    private long czxid() throws CoordinationException {
        if (joinedIn == session) return joined;
        Stat own = Link.tell(() -> client.checkExists().forPath(member));
        if (own == null || own.getEphemeralOwner() != session)
            throw new CoordinationException("the session has ended while the node joined");
        joinedIn = session;
        return own.getCzxid();
    }

    private CoordinationException twin() {
        String name = member.substring(member.lastIndexOf('/') + 1);
        return new CoordinationException(
                "another process is the node " + name + "; this one waits until that has gone");
    }

    /// Makes what is there what is wanted.
    private void reconcile() throws CoordinationException {
        Map<String, byte[]> now;
        synchronized (wanted) {
            now = new TreeMap<>(wanted);
        }
        for (String path : made.keySet().stream().filter(p -> !now.containsKey(p)).toList()) {
            Link.tell(() -> client.delete().quietly().forPath(path));
            made.remove(path);
        }
        for (Map.Entry<String, byte[]> one : now.entrySet())
            if (!Arrays.equals(made.get(one.getKey()), one.getValue()))
                make(one.getKey(), one.getValue());
    }

    private void make(String path, byte[] data) throws CoordinationException {
        // Also if the answer is lost: who drops it then has it taken away.
        made.put(path, UNSURE);
        Link.tell(() -> {
            try {
                client.create()
                        .creatingParentsIfNeeded()
                        .withMode(CreateMode.EPHEMERAL)
                        .forPath(path, data);
            } catch (KeeperException.NodeExistsException e) {
                replace(path, data);
            }
            return made.put(path, data);
        });
    }

    /// What is there may be of a session that is over: then it goes, and comes with this one.
    private void replace(String path, byte[] data) throws Exception {
        Stat there = client.checkExists().forPath(path);
        if (there == null || there.getEphemeralOwner() == session)
            client.setData().forPath(path, data);
        else {
            client.transaction()
                    .forOperations(
                            client.transactionOp().delete().forPath(path),
                            client.transactionOp()
                                    .create()
                                    .withMode(CreateMode.EPHEMERAL)
                                    .forPath(path, data));
        }
    }

    /// What was made goes with the session.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
