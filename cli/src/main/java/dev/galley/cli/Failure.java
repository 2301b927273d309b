// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

/// A command could not be done; the message says why, and what to do next. Ends with exit code 1.
final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    Failure(String message) {
        super(message, null, false, false);
    }
}
