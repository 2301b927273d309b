// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;

/// A time at which there are to be so many members, whatever the load. One that ends before it
/// begins goes on into the next day.
///
/// @param days empty: every day of the week
/// @param dates empty: every date
/// @param members at least
public record ScheduleConfig(
        @Setting(value = "When it begins.", byDefault = "\"00:00\"") TimeOfDay from,
        @Setting(
                        value = "When it ends; before the beginning: on the next day.",
                        byDefault = "\"24:00\"")
                TimeOfDay to,
        @Setting(value = "Days of the week on which it begins; empty: all.", max = "7")
                List<Weekday> days,
        @Setting(value = "Dates on which it begins; empty: all.", max = "1000")
                List<CalendarDate> dates,
        @Setting(value = "How many members there are to be at least.", min = "1", max = "10000")
                int members) {
    public ScheduleConfig {
        Rules.check(ScheduleConfig.class, from, to, days, dates, members);
        if (from.equals(to))
            throw new IllegalArgumentException("to must be another time than from");
    }

    /// Whether it applies now.
    public boolean at(ZonedDateTime now) {
        int minutes = 60 * now.getHour() + now.getMinute();
        LocalDate today = now.toLocalDate();
        boolean begun = begins(today) && minutes >= from.minutes();
        if (from.minutes() < to.minutes()) return begun && minutes < to.minutes();
        return begun || (begins(today.minusDays(1)) && minutes < to.minutes());
    }

    private boolean begins(LocalDate date) {
        return (days.isEmpty() || days.stream().anyMatch(day -> day.is(date)))
                && (dates.isEmpty() || dates.contains(new CalendarDate(date)));
    }
}
