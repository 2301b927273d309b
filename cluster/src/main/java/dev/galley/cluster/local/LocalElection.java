// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.local;

import dev.galley.cluster.Election;
import dev.galley.cluster.Epoch;
import dev.galley.cluster.Fence;
import dev.galley.cluster.LeadThread;
import dev.galley.cluster.Listening;
import dev.galley.cluster.Standing;
import dev.galley.cluster.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The first that stands for a role has it, then the one that has waited longest.
final class LocalElection {
    private final Supplier<Epoch> epochs;
    private final Map<String, List<Candidate>> candidates = new HashMap<>();

    LocalElection(Supplier<Epoch> epochs) {
        this.epochs = epochs;
    }

    /// The election as a node sees it.
    Election of(String node, Supplier<Standing> standing) {
        return new Ballot(node, standing);
    }

    private void stand(Candidate candidate) {
        synchronized (this) {
            candidates.computeIfAbsent(candidate.role, _ -> new ArrayList<>()).add(candidate);
        }
        next(candidate.role);
    }

    private synchronized void next(String role) {
        List<Candidate> all = candidates.getOrDefault(role, List.of());
        if (!all.isEmpty()) all.getFirst().take();
    }

    /// Returns when its lead has ended.
    private void withdraw(Candidate candidate) {
        candidate.thread.close();
        synchronized (this) {
            candidates.getOrDefault(candidate.role, List.of()).remove(candidate);
        }
        next(candidate.role);
    }

    /// The lead has ended by itself: the others come first now.
    private void ended(Candidate candidate) {
        synchronized (this) {
            candidate.term = null;
            List<Candidate> all = candidates.getOrDefault(candidate.role, List.of());
            if (all.remove(candidate)) all.add(candidate);
        }
        next(candidate.role);
    }

    void leave(String node) {
        List<Candidate> leaving;
        synchronized (this) {
            leaving =
                    candidates.values().stream()
                            .flatMap(List::stream)
                            .filter(candidate -> candidate.node.equals(node))
                            .toList();
        }
        leaving.forEach(this::withdraw);
    }

    private synchronized @Nullable Term holder(String role) {
        List<Candidate> all = candidates.getOrDefault(role, List.of());
        return all.isEmpty() ? null : all.getFirst().term;
    }

    private final class Candidate {
        private final String role;
        private final String node;
        private final LeadThread thread;
        private @Nullable Term term;

        Candidate(String role, String node, Election.Lead lead) {
            this.role = role;
            this.node = node;
            this.thread = new LeadThread(lead, () -> ended(this));
        }

        void take() {
            if (term != null) return;
            Term next = new Term(role, node, epochs.get());
            term = next;
            thread.start(next);
        }
    }

    private final class Ballot implements Election {
        private final String node;
        private final Supplier<Standing> standing;
        private final Map<String, Fence> fences = new ConcurrentHashMap<>();

        Ballot(String node, Supplier<Standing> standing) {
            this.node = node;
            this.standing = standing;
        }

        @Override
        public Listening stand(String role, Lead lead) {
            Candidate candidate = new Candidate(role, node, lead);
            LocalElection.this.stand(candidate);
            return () -> withdraw(candidate);
        }

        @Override
        public @Nullable Term holder(String role) {
            return LocalElection.this.holder(role);
        }

        @Override
        public Fence fence(String role) {
            return fences.computeIfAbsent(
                    role, _ -> new Fence(() -> standing.get().owns(), () -> holder(role)));
        }
    }
}
