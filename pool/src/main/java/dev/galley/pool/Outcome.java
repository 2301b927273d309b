// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

/// How the use of a member ended.
public enum Outcome {
    /// It answered; whatever it said, it works.
    ANSWERED,
    /// It answered with 502, 503 or 504: counted by passive ejection.
    UNAVAILABLE,
    /// No connection came about.
    NOT_CONNECTED,
    /// It was reached, and then failed: reset, closed early, malformed answer.
    FAILED,
    /// It did not answer in time.
    TIMED_OUT,
    /// The client gave up; says nothing about the member.
    ABANDONED
}
