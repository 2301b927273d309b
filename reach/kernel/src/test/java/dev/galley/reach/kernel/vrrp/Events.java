// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import dev.galley.reach.kernel.vrrp.Action.Advertise;
import dev.galley.reach.kernel.vrrp.Action.Announce;
import dev.galley.reach.kernel.vrrp.Action.Hold;
import dev.galley.reach.kernel.vrrp.Action.Release;
import dev.galley.reach.kernel.vrrp.Action.Tell;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A virtual router to which things happen at given milliseconds, and what it did, in words: `hold
/// announce advert:100 active`.
final class Events {
    static final InetAddress LOWER = InetAddress.ofLiteral("10.0.0.1");
    static final InetAddress OWN = InetAddress.ofLiteral("10.0.0.2");
    static final InetAddress HIGHER = InetAddress.ofLiteral("10.0.0.3");
    static final long SECOND = 1_000_000_000;

    final VirtualRouter router;
    final List<Tell> told = new ArrayList<>();
    private long now;

    Events(Settings settings) {
        router = new VirtualRouter(settings);
    }

    static Settings priority(int priority) {
        return new Settings(OWN, priority, SECOND, true, 0);
    }

    /// Started at 0.
    static Events started(Settings settings) {
        Events events = new Events(settings);
        events.words(events.router.start(0, "started"));
        return events;
    }

    /// Started at 0, and active because nobody spoke.
    static Events active(int priority) {
        Events events = started(priority(priority));
        events.until(4000);
        return events;
    }

    static Advert advert(int priority) {
        return advert(priority, 100);
    }

    static Advert advert(int priority, int centiseconds) {
        return new Advert(51, priority, centiseconds, List.of(InetAddress.ofLiteral("10.0.0.100")));
    }

    /// What it does until then, told of the time only when it asked for it.
    String until(long millis) {
        List<Action> all = new ArrayList<>();
        while (router.deadline() <= millis * 1_000_000) {
            now = Math.max(now, router.deadline());
            all.addAll(router.tick(now));
        }
        now = millis * 1_000_000;
        return words(all);
    }

    /// As {@link #until}, and then hears an advert.
    String hears(long millis, InetAddress from, Advert advert) {
        until(millis);
        return words(router.receive(now, from, advert));
    }

    /// Stands still until then, and hears an advert that has waited.
    String wakes(long millis, InetAddress from, Advert advert) {
        now = millis * 1_000_000;
        List<Action> all = new ArrayList<>(router.receive(now, from, advert));
        all.addAll(router.tick(now));
        return words(all);
    }

    String wakes(long millis) {
        now = millis * 1_000_000;
        return words(router.tick(now));
    }

    long nanos() {
        return now;
    }

    String words(List<Action> actions) {
        return actions.stream().map(this::word).collect(Collectors.joining(" "));
    }

    private String word(Action action) {
        return switch (action) {
            case Hold _ -> "hold";
            case Release _ -> "release";
            case Announce _ -> "announce";
            case Advertise(int priority) -> "advert:" + priority;
            case Tell tell -> {
                told.add(tell);
                yield tell.now().word();
            }
        };
    }

    String reason() {
        return told.getLast().reason();
    }
}
