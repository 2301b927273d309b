// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.cluster.Coordination;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.Election;
import dev.galley.cluster.Listening;
import dev.galley.cluster.Term;
import dev.galley.cluster.placement.Numbers;
import dev.galley.config.TargetConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// Says how often modules run that follow their load, as long as this node is the one to say so.
/// Each node that runs modules stands for it. What it says are {@link Numbers}, which the placement
/// acts on.
///
/// What was wanted in the last minutes is not handed from one to the next; the number is, and it
/// falls only when fewer have been wanted for a whole `in-window` of the new one's own.
public final class ModuleScaler implements Election.Lead, AutoCloseable {
    /// What its nodes stand for.
    public static final String ROLE = "scale";

    private static final Logger LOG = System.getLogger(ModuleScaler.class.getName());
    private static final Duration LOOK = Duration.ofMillis(200);

    /// How often one module may run.
    public record Rule(int min, int max, TargetConfig target) {}

    private final Coordination coordination;
    private final Supplier<Map<String, Rule>> rules;
    private final ToIntFunction<String> room;
    private final BiConsumer<String, String> tell;
    private final Listening listening;

    /// @param rules what the file says at this moment, by module
    /// @param room on how many nodes a module may run, of those that are there
    /// @param tell told the module and what happens to it, in a few words
    public ModuleScaler(
            Coordination coordination,
            Supplier<Map<String, Rule>> rules,
            ToIntFunction<String> room,
            BiConsumer<String, String> tell) {
        this.coordination = coordination;
        this.rules = rules;
        this.room = room;
        this.tell = tell;
        this.listening = coordination.election().stand(ROLE, this);
    }

    @Override
    public void lead(Term term) throws InterruptedException {
        log(term, "leads");
        Map<String, Autoscaler> running = new HashMap<>();
        try {
            if (begin(term)) for (; ; Thread.sleep(LOOK)) follow(running, term);
        } finally {
            running.values().forEach(Autoscaler::close);
        }
    }

    /// From now on nobody's word counts whose term was before this one.
    ///
    /// @return whether this one is not over as well
    private boolean begin(Term term) throws InterruptedException {
        while (true)
            try {
                return Numbers.change(
                        coordination.settings(), term, before -> before.only(rules.get().keySet()));
            } catch (CoordinationException e) {
                log(term, "cannot begin: " + e.getMessage());
                Thread.sleep(LOOK);
            }
    }

    /// Scales what the file says now.
    private void follow(Map<String, Autoscaler> running, Term term) {
        Map<String, Rule> now = rules.get();
        running.entrySet()
                .removeIf(one -> {
                    if (now.containsKey(one.getKey())) return false;
                    one.getValue().close();
                    return true;
                });
        now.forEach((module, rule) -> {
            Autoscaler known = running.get(module);
            if (known != null) known.configure(rule.min(), rule.max(), rule.target());
            else running.put(module, start(module, rule, term));
        });
    }

    private Autoscaler start(String module, Rule rule, Term term) {
        ScaledModule scaled =
                new ScaledModule(
                        coordination, module, rule.min(), room, what -> log(term, what), term);
        return Autoscaler.start(
                scaled, rule.min(), rule.max(), rule.target(), what -> tell.accept(module, what));
    }

    private static void log(Term term, String what) {
        LOG.log(
                Level.INFO,
                "scale: node={0} epoch={1,number,#} {2}",
                term.node(),
                term.epoch().value(),
                what);
    }

    /// Gives the role up.
    @Override
    public void close() {
        listening.close();
    }
}
