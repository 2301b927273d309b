// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import dev.galley.config.IpAddress;
import dev.galley.reach.kernel.vrrp.Action.Advertise;
import dev.galley.reach.kernel.vrrp.Action.Announce;
import dev.galley.reach.kernel.vrrp.Action.Hold;
import dev.galley.reach.kernel.vrrp.Action.Release;
import dev.galley.reach.kernel.vrrp.Action.Tell;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The state machine of one virtual router (RFC 9568, section 6.4): fed with time and adverts, it
/// gives back what is to be done. Knows no clock and no socket. One thread.
///
/// All times are nanoseconds of one clock that never goes back and is never negative. When several
/// things have happened, adverts are given before the time: one that came in time counts, however
/// late it is read.
///
/// It does more than the RFC asks in these places:
///
/// - Who leaves keeps the addresses until another one has advertised, and who yields keeps them for
///   a moment: nothing that is under way is lost. See docs/decisions/0011-the-virtual-address.md.
/// - An advert of a lower priority is answered with gratuitous ARP too, and who yields sends a last
///   one: after a split the neighbours learn at once who is left.
/// - Who did not run for so long that another one has taken over stands back.
/// - Two owners (priority 255) are told apart by their addresses, as all others are.
final class VirtualRouter {
    /// Who yields holds the addresses for so long, in nanoseconds: a successor may advertise before
    /// it has them (keepalived does), and packets are under way.
    static final long LINGER = 50_000_000;

    /// For how long, beyond the one advert that a successor may wait, its advert is waited for.
    static final long HAND_OVER = 1_000_000_000;

    /// Adverts of lower priorities are answered this often at the most: the shortest interval.
    static final long ANSWERS = 10_000_000;

    /// When neighbours are told again, after becoming active: some may have asked while two held
    /// the addresses, or have lost a packet.
    private static final List<Long> AGAIN =
            List.of(250_000_000L, 1_000_000_000L, 2_000_000_000L, 5_000_000_000L);

    private static final long NEVER = Long.MAX_VALUE;

    private final List<Action> actions = new ArrayList<>();
    private Settings settings;
    private Role role = Role.INITIALIZE;
    private int lowered;
    private @Nullable InetAddress active;

    /// Active_Adver_Interval: what the adverts of the active router say.
    private long activeInterval;

    /// When it ran last, and whether that was too long ago to go on as if nothing had happened.
    private long ran;

    private boolean late;

    private long heard;
    private boolean left;
    private long lowerSince = NEVER;
    private long activated;
    private int announced;
    private long answerFrom;

    /// Active_Down_Timer, Adver_Timer, and three of our own.
    private long downAt = NEVER;

    private long advertiseAt = NEVER;
    private long announceAt = NEVER;
    private long releaseAt = NEVER;
    private long giveUpAt = NEVER;

    VirtualRouter(Settings settings) {
        this.settings = settings;
        this.activeInterval = settings.advertNanos();
    }

    Role role() {
        return role;
    }

    Settings settings() {
        return settings;
    }

    /// The priority that counts: at least 1, since 0 means leaving.
    int priority() {
        return Math.max(1, settings.priority() - lowered);
    }

    /// Whose advert was heard last; null: none, or it is this one.
    @Nullable InetAddress active() {
        return active;
    }

    /// Whether the interface is to have the addresses.
    boolean holds() {
        return role == Role.ACTIVE || role == Role.HANDING_OVER || releaseAt != NEVER;
    }

    /// When the time is to be told next; `Long.MAX_VALUE`: there is nothing to wait for.
    long deadline() {
        long ours = Math.min(releaseAt, giveUpAt);
        return Math.min(Math.min(downAt, advertiseAt), Math.min(announceAt, ours));
    }

    /// Takes part from now on.
    List<Action> start(long now, String reason) {
        if (role != Role.INITIALIZE) return List.of();
        ran = heard = now;
        left = false;
        active = null;
        activeInterval = settings.advertNanos();
        lowerSince = NEVER;
        if (priority() == 255) activate(now, reason + ", and priority 255 waits for nobody");
        else {
            become(Role.BACKUP, reason);
            downAt = now + downInterval();
        }
        return done();
    }

    /// Takes part no more, at once: the link is gone, or the process goes.
    List<Action> stop(String reason) {
        boolean held = holds();
        quiet();
        if (held) actions.add(new Release());
        if (role != Role.INITIALIZE) become(Role.INITIALIZE, reason);
        return done();
    }

    /// Leaves. Who is active tells the others, and holds the addresses until one of them has
    /// advertised, or the time in which it would have is over.
    List<Action> handOver(long now) {
        if (role != Role.ACTIVE) return role == Role.HANDING_OVER ? List.of() : stop("left");
        quiet();
        actions.add(new Advertise(0));
        giveUpAt = now + settings.advertNanos() + HAND_OVER;
        become(Role.HANDING_OVER, "leaving");
        return done();
    }

    /// Takes other settings; the others are told at once.
    List<Action> configure(long now, Settings next) {
        boolean same = next.equals(settings);
        settings = next;
        if (role == Role.ACTIVE && !same) advertise(now);
        return done();
    }

    /// Lowers the priority by so much, in place of what it was lowered by before.
    List<Action> lower(long now, int by) {
        int before = priority();
        lowered = by;
        if (role == Role.ACTIVE && priority() != before) advertise(now);
        return done();
    }

    /// An advert of this virtual router has come.
    List<Action> receive(long now, InetAddress from, Advert advert) {
        run(now);
        switch (role) {
            case INITIALIZE -> {}
            case BACKUP -> standBy(now, from, advert);
            case ACTIVE -> contend(now, from, advert);
            case HANDING_OVER -> {
                if (advert.priority() > 0) leave(now, IpAddress.text(from) + " has taken over");
            }
        }
        return done();
    }

    /// Section 6.4.2. That a priority of 0 never puts the timer off is ours: whoever repeated it
    /// could keep everybody from taking over.
    private void standBy(long now, InetAddress from, Advert advert) {
        active = from;
        heard = now;
        left = advert.priority() == 0;
        if (left) {
            downAt = Math.min(downAt, now + skew());
        } else if (advert.priority() >= priority()) {
            lowerSince = NEVER;
            follow(now, advert);
        } else {
            lowerSince = Math.min(lowerSince, now);
            boolean patient = now - lowerSince < settings.preemptDelayNanos();
            if (!settings.preempt() || patient) follow(now, advert);
        }
    }

    private void follow(long now, Advert advert) {
        activeInterval = advert.intervalNanos();
        downAt = now + downInterval();
    }

    /// Section 6.4.3.
    private void contend(long now, InetAddress from, Advert advert) {
        if (late && advert.priority() > 0) {
            String reason =
                    "did not run, and " + IpAddress.text(from) + " has taken over meanwhile";
            stepDown(now, from, advert, reason, now);
        } else if (advert.priority() > priority()) {
            String reason =
                    "%s has priority %d, this one %d"
                            .formatted(IpAddress.text(from), advert.priority(), priority());
            yieldTo(now, from, advert, reason);
        } else if (advert.priority() == priority() && above(from)) {
            String reason =
                    "%s has priority %d too, and the higher address"
                            .formatted(IpAddress.text(from), priority());
            yieldTo(now, from, advert, reason);
        } else if (now >= answerFrom) {
            answerFrom = now + ANSWERS;
            actions.add(new Announce());
            advertise(now);
        }
    }

    private boolean above(InetAddress from) {
        return Arrays.compareUnsigned(from.getAddress(), settings.own().getAddress()) > 0;
    }

    /// With a last advert: the other one may not know that there was one besides, and that
    /// neighbours believe it; an advert of a lower priority makes it announce the addresses.
    private void yieldTo(long now, InetAddress from, Advert advert, String reason) {
        actions.add(new Advertise(priority()));
        stepDown(now, from, advert, reason, now + LINGER);
    }

    private void stepDown(long now, InetAddress from, Advert advert, String reason, long release) {
        quiet();
        active = from;
        heard = now;
        left = false;
        lowerSince = NEVER;
        follow(now, advert);
        releaseAt = release;
        become(Role.BACKUP, reason);
    }

    private void leave(long now, String reason) {
        quiet();
        releaseAt = now + LINGER;
        become(Role.INITIALIZE, reason);
    }

    /// The time; after all adverts that came until then.
    List<Action> tick(long now) {
        run(now);
        if (now >= downAt) activate(now, silence(now));
        if (role == Role.ACTIVE) whileActive(now);
        if (now >= giveUpAt) leave(now - LINGER, "nobody has taken over");
        if (now >= releaseAt) {
            releaseAt = NEVER;
            actions.add(new Release());
        }
        late = false;
        return done();
    }

    private void whileActive(long now) {
        if (late) {
            actions.add(new Hold());
            actions.add(new Announce());
            advertise(now);
        }
        if (now >= advertiseAt) advertise(now);
        if (now >= announceAt) {
            actions.add(new Announce());
            announceAt = ++announced < AGAIN.size() ? activated + AGAIN.get(announced) : NEVER;
        }
    }

    /// Addresses and neighbours come before the advert that makes another one yield.
    private void activate(long now, String reason) {
        quiet();
        active = null;
        activated = now;
        announced = 0;
        announceAt = now + AGAIN.getFirst();
        answerFrom = now;
        actions.add(new Hold());
        actions.add(new Announce());
        advertise(now);
        become(Role.ACTIVE, reason);
    }

    private void advertise(long now) {
        advertiseAt = now + settings.advertNanos();
        actions.add(new Advertise(priority()));
    }

    /// Three adverts of silence, within which another one would have taken over.
    private void run(long now) {
        if (role == Role.ACTIVE && now - ran > 3 * settings.advertNanos() + LINGER) late = true;
        ran = now;
    }

    private void quiet() {
        downAt = advertiseAt = announceAt = releaseAt = giveUpAt = NEVER;
    }

    private void become(Role next, String reason) {
        actions.add(new Tell(role, next, reason));
        role = next;
    }

    private List<Action> done() {
        List<Action> all = List.copyOf(actions);
        actions.clear();
        return all;
    }

    /// Skew_Time: the lower the priority, the longer.
    private long skew() {
        return (256 - priority()) * activeInterval / 256;
    }

    /// Active_Down_Interval.
    private long downInterval() {
        return 3 * activeInterval + skew();
    }

    private String silence(long now) {
        String seconds = String.format(Locale.ROOT, "%.2f s", (now - heard) / 1e9);
        if (active == null) return "no advert for " + seconds;
        if (left) return IpAddress.text(active) + " hands over";
        if (lowerSince != NEVER && now - heard < activeInterval * 2)
            return IpAddress.text(active) + " has a lower priority";
        return "no advert of " + IpAddress.text(active) + " for " + seconds;
    }
}
