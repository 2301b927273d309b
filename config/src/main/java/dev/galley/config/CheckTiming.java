// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.time.Duration;

/// How often a member is checked, how long an answer may take, and how many in a row change its
/// state.
public record CheckTiming(
        @Setting(value = "Time between checks.", byDefault = "2s") Duration interval,
        @Setting(value = "How long one check may take.", byDefault = "2s") Duration timeout,
        @Setting(value = "Successes in a row that bring a member up.", byDefault = "2") int rise,
        @Setting(value = "Failures in a row that take it down.", byDefault = "3") int fall) {}
