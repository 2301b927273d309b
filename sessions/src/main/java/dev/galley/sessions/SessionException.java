// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions;

import org.jspecify.annotations.Nullable;

/// A store that cannot do what it was asked for. The message says why.
public final class SessionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean maybeDone;

    /// @param maybeDone whether it may have been done all the same
    public SessionException(String message, boolean maybeDone, @Nullable Throwable cause) {
        super(message, cause);
        this.maybeDone = maybeDone;
    }

    /// Nothing was done.
    public SessionException(String message) {
        this(message, false, null);
    }

    /// Whether what was asked for may have been done all the same, as after a timeout. Whoever
    /// tries a write again should read first.
    public boolean maybeDone() {
        return maybeDone;
    }
}
