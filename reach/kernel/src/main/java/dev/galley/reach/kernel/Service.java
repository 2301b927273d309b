// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel;

import java.time.Duration;

/// A service in the kernel, without its destinations.
///
/// @param persistence how long a client keeps its destination, in whole seconds; zero: not at all
/// @param prefix how many bits of the client's address tell clients apart, for persistence; all of
///   them where there is none
public record Service(ServiceKey key, Scheduler scheduler, Duration persistence, int prefix) {
    /// Without persistence.
    public Service(ServiceKey key, Scheduler scheduler) {
        this(key, scheduler, Duration.ZERO, key.isIpv6() ? 128 : 32);
    }
}
