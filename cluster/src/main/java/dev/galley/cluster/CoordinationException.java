// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The cluster could not do it; the message tells the user why.
public sealed class CoordinationException extends IOException
        permits ConflictException, UnansweredException {
    private static final long serialVersionUID = 1;

    public CoordinationException(String message) {
        super(message);
    }

    public CoordinationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
