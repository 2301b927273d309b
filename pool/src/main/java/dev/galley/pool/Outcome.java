// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

/// How the use of a member ended.
public enum Outcome {
    /// It answered; whatever it said, it works.
    ANSWERED("answered"),
    /// It answered with 502, 503 or 504: counted by passive ejection.
    UNAVAILABLE("answered 502, 503 or 504"),
    /// No connection came about.
    NOT_CONNECTED("no connection"),
    /// It was reached, and then failed: reset, closed early, malformed answer.
    FAILED("failed while answering"),
    /// It did not answer in time.
    TIMED_OUT("no answer in time"),
    /// The client gave up; says nothing about the member.
    ABANDONED("given up by the client");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    /// For a log line.
    public String words() {
        return words;
    }
}
