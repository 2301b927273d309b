// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import dev.galley.cluster.ConflictException;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Listening;
import dev.galley.cluster.Settings;
import dev.galley.rpc.codec.CodecException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/// Settings: a node for the newest version of each text, which is replaced in one transaction with
/// the making of its entry in the history.
final class Texts implements Settings {
    private final Link link;
    private final CuratorFramework client;
    private final Tree tree;

    Texts(Link link, Tree tree) {
        this.link = link;
        this.client = link.client();
        this.tree = tree;
    }

    @Override
    public Map<String, Version> all() {
        return tree.settings.value();
    }

    @Override
    public Listening listen(Consumer<Map<String, Version>> listener) {
        return tree.settings.listen(listener);
    }

    /// What stands there, and the number by which ZooKeeper knows that it still does.
    private record Current(@Nullable Version version, int stamp) {
        long number() {
            return version == null ? 0 : version.number();
        }
    }

    @Override
    public Version write(String name, long after, String author, String text)
            throws CoordinationException {
        Settings.check(name, text);
        Version next = new Version(after + 1, author, System.currentTimeMillis(), text);
        Current current = current(name);
        if (current.number() != after) throw ConflictException.of(name, after, current.number());
        try {
            Link.tell(() -> commit(name, next, current));
        } catch (CoordinationException e) {
            if (!lostRace(e.getCause())) throw e;
            Current now = current(name);
            // A try whose answer was lost was made again, and finds what it has written itself.
            if (!next.equals(now.version())) throw ConflictException.of(name, after, now.number());
        }
        forget(name, next.number() - KEPT);
        return next;
    }

    private static boolean lostRace(@Nullable Throwable cause) {
        return cause instanceof KeeperException.BadVersionException
                || cause instanceof KeeperException.NodeExistsException;
    }

    private Object commit(String name, Version next, Current current) throws Exception {
        byte[] data = Records.of(next);
        String newest = link.path("live/settings/" + name);
        String history = link.path("history/" + name);
        client.createContainers(history);
        client.createContainers(link.path("live/settings"));
        List<CuratorOp> both = new ArrayList<>();
        both.add(
                current.version() == null
                        ? client.transactionOp().create().forPath(newest, data)
                        : client.transactionOp()
                                .setData()
                                .withVersion(current.stamp())
                                .forPath(newest, data));
        both.add(client.transactionOp().create().forPath(history + "/" + next.number(), data));
        return client.transaction().forOperations(both);
    }

    private Current current(String name) throws CoordinationException {
        return Link.tell(() -> {
            Stat stat = new Stat();
            try {
                byte[] data =
                        client.getData()
                                .storingStatIn(stat)
                                .forPath(link.path("live/settings/" + name));
                return new Current(Records.version(data), stat.getVersion());
            } catch (KeeperException.NoNodeException e) {
                return new Current(null, 0);
            }
        });
    }

    /// Nobody waits for it: what was asked for is done.
    private void forget(String name, long number) throws CoordinationException {
        if (number < 1) return;
        String path = link.path("history/" + name + "/" + number);
        Link.tell(() -> client.delete().quietly().inBackground().forPath(path));
    }

    @Override
    public List<Version> versions(String name) throws CoordinationException {
        Settings.check(name, "");
        return Link.tell(() -> {
            List<Version> versions = new ArrayList<>();
            String history = link.path("history/" + name);
            if (client.checkExists().forPath(history) == null) return versions;
            for (String number : client.getChildren().forPath(history)) {
                Version version = version(history + "/" + number);
                if (version != null) versions.add(version);
            }
            versions.sort(Comparator.comparingLong(Version::number).reversed());
            return versions.stream().limit(KEPT).toList();
        });
    }

    /// Null: somebody has just written another one, for which this one went.
    private @Nullable Version version(String path) throws Exception {
        try {
            return Records.version(client.getData().forPath(path));
        } catch (KeeperException.NoNodeException e) {
            return null;
        } catch (CodecException e) {
            throw new CoordinationException(path + " is malformed: " + e.getMessage());
        }
    }
}
