// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A program that cannot be started; the message tells the user why.
public final class AppException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> errors;

    AppException(List<String> errors) {
        super(String.join("\n", errors), null, false, false);
        this.errors = List.copyOf(errors);
    }

    AppException(String error) {
        this(List.of(error));
    }

    /// What a module has thrown.
    AppException(String error, @Nullable Throwable cause) {
        super(error, cause);
        this.errors = List.of(error);
    }

    /// Everything that was wrong.
    public List<String> errors() {
        return errors;
    }
}
