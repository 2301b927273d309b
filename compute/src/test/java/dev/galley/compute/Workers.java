// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import dev.galley.compute.Sums.Range;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Some who do parts in this process, each in its own way.
final class Workers implements Crew<Sums>, Crew.Finder {
    private record Worker(Object place, Sums service, Workers all) implements Seat<Sums> {
        @Override
        public boolean lost() {
            return place.equals(all.lost);
        }

        @Override
        public void close() {
            all.taken.remove(this);
        }
    }

    private final List<Sums> services;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<Range, Integer> calls = new ConcurrentHashMap<>();
    private final Set<Object> taken = ConcurrentHashMap.newKeySet();
    volatile int lost = -1;

    Workers(Sums... services) {
        this.services = List.of(services);
    }

    /// How often each part was begun.
    Map<Range, Integer> calls() {
        return calls;
    }

    @Override
    public int atOnce(int wanted) {
        return wanted;
    }

    @Override
    public @Nullable Seat<Sums> seat(Predicate<Object> not) {
        int first = turn.getAndIncrement();
        for (int i = 0; i < services.size(); i++) {
            int place = (first + i) % services.size();
            if (not.test(place)) continue;
            Worker worker = new Worker(place, counted(services.get(place)), this);
            taken.add(worker);
            return worker;
        }
        return null;
    }

    /// Those that were not given back.
    Set<Object> taken() {
        return taken;
    }

    private Sums counted(Sums service) {
        return range -> {
            calls.merge(range, 1, Integer::sum);
            return service.sum(range);
        };
    }

    @Override
    @SuppressWarnings("unchecked") // there is one service
    public <S> Crew<S> of(Class<S> service) {
        return (Crew<S>) this;
    }
}
