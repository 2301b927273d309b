// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.app.App;
import dev.galley.cluster.Coordination;
import dev.galley.config.Address;
import dev.galley.config.AppConfig;
import dev.galley.config.TargetConfig;
import dev.galley.pool.MemberState;
import dev.galley.pool.Pool;
import dev.galley.scale.Counter;
import dev.galley.scale.Measured;
import dev.galley.scale.MemberCounter;
import dev.galley.scale.ModuleScaler;
import dev.galley.scale.ModuleScaler.Rule;
import dev.galley.scale.Teller;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The modules whose number follows their load: this node tells the others what it has of it, and
/// says how many there are to be, if it is its turn. As long as the file scales none, it does
/// neither.
final class ModuleScaling implements AutoCloseable {
    private final App app;
    private final Coordination coordination;
    private final Placing placing;
    private final Supplier<? extends Collection<Pool>> fed;
    private final BiConsumer<String, String> tell;
    private volatile Map<String, Rule> rules = Map.of();
    private @Nullable Teller teller;
    private @Nullable ModuleScaler scaler;

    /// @param fed the pools that may name modules as members
    /// @param tell told the module and what happens to it, in a few words
    ModuleScaling(
            App app,
            Coordination coordination,
            Placing placing,
            Supplier<? extends Collection<Pool>> fed,
            BiConsumer<String, String> tell) {
        this.app = app;
        this.coordination = coordination;
        this.placing = placing;
        this.fed = fed;
        this.tell = tell;
    }

    /// Goes on with this.
    synchronized void take(AppConfig config) {
        rules = rules(config);
        if (rules.isEmpty()) {
            close();
            return;
        }
        List<Measured> measured = new ArrayList<>();
        rules.forEach((module, rule) -> measured.add(measured(module, rule.target())));
        if (teller == null) teller = new Teller(coordination, measured);
        else teller.follow(measured);
        if (scaler == null)
            scaler = new ModuleScaler(coordination, () -> rules, placing.leader()::room, tell);
    }

    private static Map<String, Rule> rules(AppConfig config) {
        Map<String, Rule> rules = new TreeMap<>();
        config.modules()
                .forEach((name, module) -> {
                    TargetConfig target = module.scale();
                    AppConfig.Replicas replicas = module.replicas();
                    Integer max = replicas == null ? null : replicas.max();
                    if (target != null && replicas != null && max != null)
                        rules.put(name, new Rule(replicas.min(), max, target));
                });
        return rules;
    }

    private Measured measured(String module, TargetConfig target) {
        return new Measured(
                module, target, () -> counters(module), () -> app.here().contains(module));
    }

    /// Calls that the module serves here, and what this process sends to where the module serves
    /// besides, on any node.
    private List<Counter> counters(String module) {
        List<Counter> counters = new ArrayList<>();
        counters.add(new Calls(app, module));
        Set<String> open = new HashSet<>();
        for (Address address : placing.endpointsOf(module)) open.add(address.toString());
        for (Pool pool : fed.get())
            if (pool.config().members().stream().anyMatch(m -> module.equals(m.module())))
                for (MemberState state : pool.snapshot().members())
                    if (open.contains(state.member().name()))
                        counters.add(new MemberCounter(state.member()));
        return counters;
    }

    private record Calls(App app, String module) implements Counter {
        @Override
        public int inFlight() {
            return app.inFlight(module);
        }

        @Override
        public Counts counts() {
            var tally = app.tally(module);
            return new Counts(tally.calls(), tally.byDuration());
        }
    }

    /// Says and tells nothing more; the modules stay as many as they are.
    @Override
    public synchronized void close() {
        if (scaler != null) scaler.close();
        if (teller != null) teller.close();
        scaler = null;
        teller = null;
    }
}
