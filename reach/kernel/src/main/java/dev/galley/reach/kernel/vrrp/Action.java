// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

/// What a virtual router asks of whoever drives it, to be done in order.
sealed interface Action {
    /// Gives the interface the addresses; keeps them if it has them.
    record Hold() implements Action {}

    /// Takes the addresses from the interface.
    record Release() implements Action {}

    /// Tells the neighbours that the addresses are here: gratuitous ARP, unsolicited neighbour
    /// advertisements.
    record Announce() implements Action {}

    /// Sends an advertisement.
    ///
    /// @param priority 0: hands over
    record Advertise(int priority) implements Action {}

    /// Tells people.
    ///
    /// @param reason why, in words for a log line
    record Tell(Role before, Role now, String reason) implements Action {}
}
