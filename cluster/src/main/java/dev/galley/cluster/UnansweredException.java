// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

import org.jspecify.annotations.Nullable;

/// The cluster does not answer; what was asked for may have been done or not.
public final class UnansweredException extends CoordinationException {
    private static final long serialVersionUID = 1;

    public UnansweredException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
