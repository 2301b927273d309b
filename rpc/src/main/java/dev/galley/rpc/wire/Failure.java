// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import java.util.Locale;

/// Why a call has failed, from one thread to another: the exception is made where it is thrown.
record Failure(Stage stage, String type, String message) {
    /// One that the stage says all about.
    static Failure of(Stage stage, String message) {
        return new Failure(stage, name(stage), message);
    }

    CallException exception() {
        return new CallException(stage, type, message, null);
    }

    private static String name(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
