// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

/// What some members have to do, all of them together, over the time since it was asked before.
///
/// @param members how many share it: those that serve
/// @param inFlight requests under way or waiting, as an average; NaN: not known
/// @param perSecond requests a second; NaN: not known
/// @param cpu cores in use; NaN: not known
/// @param p95 seconds within which 95 of 100 requests were answered; NaN: not known, or none was
public record Load(int members, double inFlight, double perSecond, double cpu, double p95) {
    /// Nothing is known of so many.
    public static Load unknown(int members) {
        return new Load(members, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
}
