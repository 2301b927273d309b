// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// A day of the week, in the order of `java.time.DayOfWeek`.
public enum Weekday {
    MON,
    TUE,
    WED,
    THU,
    FRI,
    SAT,
    SUN
}
