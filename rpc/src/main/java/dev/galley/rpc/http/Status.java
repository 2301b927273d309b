// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import dev.galley.rpc.CallException;
import java.nio.charset.StandardCharsets;

/// The codes of gRPC (grpc.github.io/grpc/core/md_doc_statuscodes.html) and how messages are
/// written beside them.
final class Status {
    static final int OK = 0;
    static final int CANCELLED = 1;
    static final int UNKNOWN = 2;
    static final int INVALID_ARGUMENT = 3;
    static final int DEADLINE_EXCEEDED = 4;
    static final int NOT_FOUND = 5;
    static final int ALREADY_EXISTS = 6;
    static final int PERMISSION_DENIED = 7;
    static final int RESOURCE_EXHAUSTED = 8;
    static final int FAILED_PRECONDITION = 9;
    static final int ABORTED = 10;
    static final int OUT_OF_RANGE = 11;
    static final int UNIMPLEMENTED = 12;
    static final int INTERNAL = 13;
    static final int UNAVAILABLE = 14;
    static final int UNAUTHENTICATED = 16;

    private Status() {}

    static int of(CallException failure) {
        return switch (failure.stage()) {
            case REFUSED -> refused(failure.type());
            case FAILED -> Word.of(failure.type()).grpc();
            case UNANSWERED -> UNKNOWN;
            case DEADLINE -> DEADLINE_EXCEEDED;
            case CANCELLED -> CANCELLED;
            case NOT_CONNECTED, NOT_SENT -> UNAVAILABLE;
        };
    }

    private static int refused(String type) {
        return switch (type) {
            case "overload", "too-long" -> RESOURCE_EXHAUSTED;
            case "unknown-method", "unknown-coding", "not-one-message" -> UNIMPLEMENTED;
            case "shutting-down" -> UNAVAILABLE;
            case "unauthenticated" -> UNAUTHENTICATED;
            case "browser" -> PERMISSION_DENIED;
            default -> INVALID_ARGUMENT;
        };
    }

    /// UTF-8 with all but printable ASCII, and the percent sign itself, as `%XX`.
    static String percentEncoded(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') out.append((char) b);
            else out.append('%').append(hex(b >> 4)).append(hex(b));
        }
        return out.toString();
    }

    private static char hex(int digit) {
        return Character.toUpperCase(Character.forDigit(digit & 15, 16));
    }
}
