// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

import org.jspecify.annotations.Nullable;

/// A call that failed; the only exception that a service throws at its callers, in the same process
/// or another. A service itself throws {@link #failed} to tell an expected failure.
public final class CallException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Stage stage;
    private final String type;

    /// @param type what kind of failure, for programs: see {@link #type}
    /// @param message for people
    public CallException(Stage stage, String type, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.stage = stage;
        this.type = type;
    }

    /// An expected failure of a service.
    ///
    /// @param type what callers tell it by, in kebab-case, such as `no-such-user`
    public static CallException failed(String type, String message) {
        return new CallException(Stage.FAILED, type, message, null);
    }

    /// What a caller is told of any exception that left a service: its simple name and its message.
    public static CallException of(Throwable thrown) {
        if (thrown instanceof CallException known) return known;
        String message = thrown.getMessage();
        String type = thrown.getClass().getSimpleName();
        return new CallException(Stage.FAILED, type, message == null ? type : message, thrown);
    }

    public Stage stage() {
        return stage;
    }

    /// With {@link Stage#FAILED}, what the service said: its own word, or the simple name of the
    /// exception. With {@link Stage#REFUSED}: `overload`, `shutting-down`, `unknown-method`,
    /// `bad-request` or `unauthenticated`. Else the stage in kebab-case.
    public String type() {
        return type;
    }

    /// Whether the service can have done what was asked, in whole or in part.
    public boolean canHaveExecuted() {
        return stage.canHaveExecuted();
    }
}
