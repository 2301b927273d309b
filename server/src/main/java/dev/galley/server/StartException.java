// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import java.util.List;
import java.util.concurrent.CompletionException;

/// Galley could not start, or not take a new file; the message tells the user why.
public final class StartException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> errors;

    StartException(List<String> errors) {
        super(String.join("\n", errors), null, false, false);
        this.errors = List.copyOf(errors);
    }

    StartException(String error) {
        this(List.of(error));
    }

    /// This very one, or one with the message of what failed.
    static StartException of(Throwable e) {
        if (e instanceof StartException it) return it;
        Throwable cause = e instanceof CompletionException ? e.getCause() : null;
        return cause == null ? new StartException(String.valueOf(e.getMessage())) : of(cause);
    }

    /// Everything that was wrong.
    public List<String> errors() {
        return errors;
    }
}
