// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import dev.galley.config.MemberConfig;

/// What a snapshot says of one member. Immutable.
///
/// @param config the configured address, priority, limit and slow start
/// @param weight the weight in force: the configured one, or one set by hand
/// @param healthy what the active checks say; true where there are none
/// @param reason why it is not healthy; empty if it is
/// @param draining taken out by hand: what it has it finishes, new requests it does not get
/// @param ejection what passive ejection holds against it
/// @param upSince when it last came up, by the pool's clock, in nanoseconds
/// @param tenths how much of its weight it is given after it came up, 1 to 10
public record MemberState(
        Member member,
        MemberConfig config,
        int weight,
        boolean healthy,
        String reason,
        boolean draining,
        Ejection ejection,
        long upSince,
        int tenths) {

    /// The one word for it.
    public enum Status {
        /// Gets requests, if its weight is above 0 and its priority group is in use.
        UP,
        /// Its active check fails.
        DOWN,
        /// Real traffic failed at it; it comes back by itself.
        EJECTED,
        /// Taken out by hand.
        DRAINING
    }

    static MemberState of(Member member, MemberConfig config, long now) {
        return new MemberState(
                member, config, config.weight(), true, "", false, Ejection.NONE, now, 10);
    }

    /// The one word for it; what was done by hand comes first.
    public Status status() {
        if (draining) return Status.DRAINING;
        if (!healthy) return Status.DOWN;
        return ejection.out() ? Status.EJECTED : Status.UP;
    }

    /// Whether it can be given new requests, if its priority group is in use.
    boolean eligible() {
        return status() == Status.UP && weight > 0;
    }

    /// Whether it can go on with what it has: nothing has failed at it.
    public boolean keeping() {
        return healthy && !ejection.out();
    }

    /// Whether it could be given new requests, were it not ejected.
    boolean eligibleButForEjection() {
        return healthy && !draining && weight > 0;
    }

    /// Its weight as it counts now, while it starts slowly.
    public double effectiveWeight() {
        return weight * tenths / 10.0;
    }

    MemberState withConfig(MemberConfig changed) {
        int kept = changed.weight() == config.weight() ? weight : changed.weight();
        return new MemberState(
                member, changed, kept, healthy, reason, draining, ejection, upSince, tenths);
    }

    MemberState withWeight(int changed) {
        return new MemberState(
                member, config, changed, healthy, reason, draining, ejection, upSince, tenths);
    }

    MemberState withHealth(boolean up, String why) {
        return new MemberState(
                member, config, weight, up, why, draining, ejection, upSince, tenths);
    }

    MemberState withDraining(boolean on) {
        return new MemberState(
                member, config, weight, healthy, reason, on, ejection, upSince, tenths);
    }

    MemberState withEjection(Ejection changed) {
        return new MemberState(
                member, config, weight, healthy, reason, draining, changed, upSince, tenths);
    }

    /// The slow start begins.
    MemberState startedAt(long now) {
        return ramp(now, SlowStart.tenths(0, config.slowStart().toNanos()));
    }

    /// The slow start as far as it has come; this very state if nothing changed.
    MemberState rampedAt(long now) {
        if (tenths == 10) return this;
        int reached = SlowStart.tenths(now - upSince, config.slowStart().toNanos());
        return reached == tenths ? this : ramp(upSince, reached);
    }

    private MemberState ramp(long since, int reached) {
        return new MemberState(
                member, config, weight, healthy, reason, draining, ejection, since, reached);
    }
}
