// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import java.net.InetAddress;

/// What the file says of a virtual router, as far as the election cares.
///
/// @param own the address that its adverts come from; it decides between equal priorities
/// @param priority 1 to 255; 255 does not wait for others when it starts
/// @param advertNanos between two adverts, whole centiseconds
/// @param preempt whether it takes over from an active router of a lower priority
/// @param preemptDelayNanos how long such a one is watched before
record Settings(
        InetAddress own, int priority, long advertNanos, boolean preempt, long preemptDelayNanos) {
    private static final long CENTISECOND = 10_000_000;

    int centiseconds() {
        return (int) (advertNanos / CENTISECOND);
    }
}
