// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.time.DayOfWeek;
import java.time.LocalDate;

/// A day of the week.
public enum Weekday {
    MON(DayOfWeek.MONDAY),
    TUE(DayOfWeek.TUESDAY),
    WED(DayOfWeek.WEDNESDAY),
    THU(DayOfWeek.THURSDAY),
    FRI(DayOfWeek.FRIDAY),
    SAT(DayOfWeek.SATURDAY),
    SUN(DayOfWeek.SUNDAY);

    private final DayOfWeek day;

    Weekday(DayOfWeek day) {
        this.day = day;
    }

    boolean is(LocalDate date) {
        return date.getDayOfWeek() == day;
    }
}
