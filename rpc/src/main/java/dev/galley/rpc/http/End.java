// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import java.util.Locale;

/// How a call has ended, from the loop to its thread: the exception is made where it is thrown.
record End(Stage stage, String message) {
    static final End WELL = new End(Stage.CANCELLED, "the call has ended");

    CallException exception() {
        String type = stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new CallException(stage, type, message, null);
    }
}
