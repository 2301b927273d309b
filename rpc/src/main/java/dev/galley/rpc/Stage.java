// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

/// How far a call came before it failed; from it follows whether it can have been executed.
public enum Stage {
    /// No connection to a member was had.
    NOT_CONNECTED(false),
    /// There was a connection, but the call never left this process.
    NOT_SENT(false),
    /// It was sent, and no answer came.
    UNANSWERED(true),
    /// The member did not take it: overload, shutting down, no such method, a bad request.
    REFUSED(false),
    /// The service has thrown an error.
    FAILED(true),
    /// Its deadline passed.
    DEADLINE(true),
    /// Its caller gave it up.
    CANCELLED(true);

    private final boolean canHaveExecuted;

    Stage(boolean canHaveExecuted) {
        this.canHaveExecuted = canHaveExecuted;
    }

    /// Whether the service can have done what was asked, in whole or in part.
    public boolean canHaveExecuted() {
        return canHaveExecuted;
    }
}
