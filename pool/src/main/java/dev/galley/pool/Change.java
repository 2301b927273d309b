// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

/// Something that happened to a member.
///
/// @param reason why, in words for a log line; may be empty
public record Change(Pool pool, Member member, Kind kind, String reason) {
    /// What happened.
    public enum Kind {
        /// Its active checks pass again.
        UP,
        /// Its active checks fail.
        DOWN,
        /// Real traffic failed at it: out for a while.
        EJECTED,
        /// The ejection is over.
        RETURNED,
        /// Taken out by hand.
        DRAINING,
        /// Put back by hand.
        ENABLED,
        /// Its weight was set by hand.
        WEIGHED,
        /// New in the configuration.
        ADDED,
        /// Gone from the configuration.
        REMOVED
    }
}
