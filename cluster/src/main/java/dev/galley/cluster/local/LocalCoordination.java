// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.local;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.Election;
import dev.galley.cluster.Epoch;
import dev.galley.cluster.Listening;
import dev.galley.cluster.Member;
import dev.galley.cluster.Membership;
import dev.galley.cluster.Node;
import dev.galley.cluster.Registry;
import dev.galley.cluster.Settings;
import dev.galley.cluster.Standing;
import dev.galley.cluster.Topic;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one node of a {@link LocalCluster} sees.
final class LocalCoordination implements Coordination, Membership {
    private final LocalCluster cluster;
    private final Node self;
    private final Election election;
    private final Topic<Standing> standing = new Topic<>(Standing.MEMBER);

    LocalCoordination(LocalCluster cluster, Node self) {
        this.cluster = cluster;
        this.self = self;
        this.election = cluster.election.of(self.name(), this::standing);
    }

    @Override
    public Membership membership() {
        return this;
    }

    @Override
    public Election election() {
        return election;
    }

    @Override
    public Registry registry() {
        return cluster.registry;
    }

    @Override
    public Settings settings() {
        return cluster.settings;
    }

    @Override
    public Map<String, String> facts() {
        return Map.of("coordination", "in process");
    }

    @Override
    public Node self() {
        return self;
    }

    @Override
    public Standing standing() {
        return standing.value();
    }

    @Override
    public @Nullable Epoch joined() {
        Member member = members().get(self.name());
        return member == null ? null : member.joined();
    }

    @Override
    public SortedMap<String, Member> members() {
        return cluster.members.value();
    }

    @Override
    public Listening listen(Consumer<SortedMap<String, Member>> listener) {
        return cluster.members.listen(listener);
    }

    @Override
    public Listening watch(Consumer<Standing> watcher) {
        return standing.listen(watcher);
    }

    @Override
    public void close() {
        standing.set(Standing.OUT);
        cluster.election.leave(self.name());
        cluster.registry.withdraw(self.name());
        cluster.leave(self.name());
        standing.close();
    }
}
