// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Election;
import dev.galley.cluster.Instance;
import dev.galley.cluster.Listening;
import dev.galley.cluster.Registry;
import dev.galley.cluster.Term;
import dev.galley.cluster.TermText;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The Galleys of a cluster that scale the same pool. Who leads is elected; what it says is a text
/// of its term ({@link TermText}), and what the others tell are entries of the registry, beside
/// their {@link Loads}.
///
/// Who starts and stops members knows nothing of terms, and can refuse nothing. So a node asks its
/// own clock at each step whether it may still lead, and one that was paused learns it there.
final class SharedPool implements Crew, Election.Lead {
    private static final String HELD = "held", SEEN = "seen";
    private static final Duration LONG = Duration.ofHours(1), SOON = Duration.ofMillis(200);

    private final Coordination coordination;

    /// Of the pool: its text, and the role.
    private final String name;

    private final Map<String, String> facts = new HashMap<>();
    private final Registry.Offer offer;
    private final Listening listening;
    private volatile @Nullable Term term;
    private TermText text;

    SharedPool(Coordination coordination, String pool) {
        this.coordination = coordination;
        this.name = "pool." + pool;
        this.text = TermText.of(coordination.settings(), name);
        this.offer = coordination.registry().offer(instance());
        this.listening = coordination.election().stand(name, this);
    }

    private Instance instance() {
        var self = coordination.membership().self();
        return new Instance(name, self.name(), self.address(), self.version(), facts);
    }

    @Override
    public void lead(Term mine) throws InterruptedException {
        try {
            begin(mine);
            term = mine;
            while (true) Thread.sleep(LONG);
        } finally {
            term = null;
        }
    }

    /// From now on nobody's word counts whose term was before this one.
    private void begin(Term mine) throws InterruptedException {
        while (true)
            try {
                TermText.write(coordination.settings(), name, mine, body -> body);
                return;
            } catch (CoordinationException again) {
                Thread.sleep(SOON);
            }
    }

    @Override
    public long term() {
        Term mine = term;
        if (mine == null || !coordination.membership().standing().owns()) return 0;
        return mine.epoch().value();
    }

    @Override
    public @Nullable Roll roll() {
        text = TermText.of(coordination.settings(), name);
        return text.body().isEmpty() ? null : Roll.parse(text.body());
    }

    @Override
    public void say(Roll roll) throws ProviderException {
        Term mine = term;
        if (mine == null || text.body().equals(roll.toString())) return;
        try {
            if (!TermText.write(coordination.settings(), name, mine, _ -> roll.toString()))
                term = null;
        } catch (CoordinationException e) {
            throw new ProviderException("the other Galleys cannot be told: " + e.getMessage(), e);
        }
    }

    @Override
    public void tell(Collection<String> held) {
        SortedSet<String> sorted = new TreeSet<>(held);
        offer(Map.of(SEEN, Long.toString(text.number()), HELD, String.join("\n", sorted)));
    }

    private void offer(Map<String, String> changed) {
        Map<String, String> before = Map.copyOf(facts);
        facts.putAll(changed);
        if (!facts.equals(before)) offer.replace(instance());
    }

    /// Those that have told what they have since it was said that it leaves.
    @Override
    public boolean free(String id) {
        if (!Roll.parse(text.body()).leaves(id)) return false;
        for (Instance other : others()) {
            long seen = Long.parseLong(other.facts().getOrDefault(SEEN, "0"));
            String held = other.facts().getOrDefault(HELD, "");
            if (seen < text.number() || held.lines().anyMatch(id::equals)) return false;
        }
        return true;
    }

    private List<Instance> others() {
        String self = coordination.membership().self().name();
        return coordination.registry().instances().stream()
                .filter(one -> one.service().equals(name) && !one.node().equals(self))
                .toList();
    }

    @Override
    public Work share(Work own) {
        offer(Map.of(Loads.WORK, own.toString()));
        Work sum = own;
        for (Instance other : others()) {
            String told = other.facts().get(Loads.WORK);
            if (told != null) sum = sum.plus(Work.parse(told));
        }
        return sum;
    }

    /// Leaves the lead to another one.
    @Override
    public void close() {
        listening.close();
        offer.close();
    }
}
