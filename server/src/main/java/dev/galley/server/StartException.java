// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import java.util.List;

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

    /// That one, or one with its message.
    static StartException of(Exception e) {
        return e instanceof StartException it
                ? it
                : new StartException(String.valueOf(e.getMessage()));
    }

    /// Everything that was wrong.
    public List<String> errors() {
        return errors;
    }
}
