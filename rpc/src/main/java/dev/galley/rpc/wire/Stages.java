// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

import dev.galley.rpc.Stage;

/// The stages that a server can tell, by the numbers that stand for them in FAIL.
final class Stages {
    private Stages() {}

    static int code(Stage stage) {
        return switch (stage) {
            case REFUSED -> 1;
            case DEADLINE -> 3;
            case CANCELLED -> 4;
            case NOT_CONNECTED, NOT_SENT, UNANSWERED, FAILED -> 2;
        };
    }

    static Stage of(int code) throws WireException {
        return switch (code) {
            case 1 -> Stage.REFUSED;
            case 2 -> Stage.FAILED;
            case 3 -> Stage.DEADLINE;
            case 4 -> Stage.CANCELLED;
            default -> throw new WireException("FAIL of an unknown stage " + code);
        };
    }
}
