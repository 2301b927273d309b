// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.cluster.Epoch;
import dev.galley.cluster.Instance;
import dev.galley.cluster.Member;
import dev.galley.cluster.Settings.Version;
import dev.galley.cluster.Term;
import dev.galley.cluster.Topic;
import dev.galley.rpc.codec.CodecException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;

/// What is alive in the cluster's tree, as last heard. Without the ensemble it stays as it was.
final class Tree implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Tree.class.getName());

    private final CuratorCache cache;
    private final int prefix;
    final Topic<SortedMap<String, Member>> members = new Topic<>(new TreeMap<>());
    final Topic<List<Instance>> instances = new Topic<>(List.of());
    final Topic<Map<String, Version>> settings = new Topic<>(Map.of());

    /// Who holds which role.
    final Topic<Map<String, Term>> terms = new Topic<>(Map.of());

    Tree(Link link) {
        String live = link.path("live");
        prefix = live.length() + 1;
        cache = CuratorCache.build(link.client(), live);
        cache.listenable()
                .addListener(
                        CuratorCacheListener.builder()
                                .forAll((_, _, _) -> look())
                                .afterInitialized()
                                .build());
        cache.listenable()
                .addListener(CuratorCacheListener.builder().forInitialized(this::look).build());
    }

    void start() {
        cache.start();
    }

    /// A few hundred nodes at the most: all is read again at each change.
    private synchronized void look() {
        SortedMap<String, Member> membersNow = new TreeMap<>();
        List<Instance> instancesNow = new ArrayList<>();
        Map<String, Version> settingsNow = new HashMap<>();
        Map<String, Term> termsNow = new HashMap<>();
        cache.stream()
                .forEach(data -> {
                    String path = data.getPath();
                    String[] names =
                            path.length() <= prefix ? none() : path.substring(prefix).split("/");
                    if (names.length < 2) return;
                    try {
                        switch (names[0]) {
                            case "members" -> membersNow.put(names[1], member(data));
                            case "offers" -> instancesNow.add(Records.instance(data.getData()));
                            case "settings" ->
                                    settingsNow.put(names[1], Records.version(data.getData()));
                            case "roles" -> {
                                if (names.length == 3)
                                    termsNow.merge(names[1], term(names[1], data), Tree::earlier);
                            }
                            default -> {}
                        }
                    } catch (CodecException e) {
                        LOG.log(Level.WARNING, path + " is malformed: " + e.getMessage());
                    }
                });
        members.set(Collections.unmodifiableSortedMap(membersNow));
        instances.set(List.copyOf(instancesNow));
        settings.set(Map.copyOf(settingsNow));
        terms.set(Map.copyOf(termsNow));
    }

    private static String[] none() {
        return new String[0];
    }

    private static Member member(ChildData data) {
        return new Member(Records.node(data.getData()), new Epoch(data.getStat().getCzxid()));
    }

    private static Term term(String role, ChildData data) {
        String node = new String(data.getData(), UTF_8);
        return new Term(role, node, new Epoch(data.getStat().getCzxid()));
    }

    /// Whoever has stood for the role longest has it: latches are numbered as they are made.
    private static Term earlier(Term one, Term other) {
        return one.epoch().compareTo(other.epoch()) < 0 ? one : other;
    }

    @Override
    public void close() {
        cache.close();
        members.close();
        instances.close();
        settings.close();
        terms.close();
    }
}
