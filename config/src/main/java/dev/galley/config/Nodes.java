// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the whole file says about the nodes of its app.
final class Nodes {
    /// Null: those of a cluster, which are not known before they come.
    private final @Nullable Set<String> names;

    private final List<ListenerConfig> listeners;
    private final List<String> faults = new ArrayList<>();

    private Nodes(List<ListenerConfig> listeners, @Nullable Set<String> names) {
        this.listeners = listeners;
        this.names = names;
    }

    /// What is wrong with it: a sentence each, which begins with the path of the key.
    static List<String> faults(
            AdminConfig admin,
            List<ListenerConfig> listeners,
            @Nullable AppConfig app,
            boolean cluster) {
        Set<String> named = app == null ? Set.of() : app.nodes().keySet();
        Nodes nodes = new Nodes(listeners, cluster ? null : named);
        for (int i = 0; i < listeners.size(); i++) {
            nodes.known(i);
            nodes.apart(i);
        }
        if (app != null) app.nodes().forEach((name, node) -> nodes.guarded(name, node, admin));
        return nodes.faults;
    }

    /// Whether a node opens a listener.
    static boolean opens(ListenerConfig listener, String node) {
        return listener.on().isEmpty() || listener.on().contains(node);
    }

    private void known(int i) {
        List<String> on = listeners.get(i).on();
        for (int n = 0; n < on.size(); n++)
            if (names != null && !names.contains(on.get(n)))
                faults.add(
                        "listeners[%d].on[%d] \"%s\" is none of app.nodes%s"
                                .formatted(i, n, on.get(n), Nearest.hint(on.get(n), names)));
    }

    /// Those that all nodes open are compared as the list is read.
    private void apart(int i) {
        ListenerConfig listener = listeners.get(i);
        if (listener.bind().address().port() == 0) return;
        for (int j = 0; j < i; j++) {
            ListenerConfig other = listeners.get(j);
            if (!other.bind().equals(listener.bind())) continue;
            for (String node : names == null ? listener.on() : names)
                if (opens(listener, node) && opens(other, node)) {
                    faults.add(
                            "listeners[%d].bind is that of listeners[%d], and node %s opens both"
                                    .formatted(i, j, node));
                    break;
                }
        }
    }

    private void guarded(String name, AppConfig.Node node, AdminConfig admin) {
        Address own = node.admin();
        if (own != null && !own.isLoopback() && admin.token() == null)
            faults.add(
                    "app.nodes.%s.admin %s is not loopback; that demands a token: admin: {token:"
                                    .formatted(name, own)
                            + " ...} beside app, for all nodes");
    }
}
