// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

/// A provider cannot do what it was asked for. The message is for a person, and says what.
final class ProviderException extends Exception {
    private static final long serialVersionUID = 1;

    ProviderException(String message) {
        super(message);
    }

    ProviderException(String message, Throwable cause) {
        super(message, cause);
    }
}
