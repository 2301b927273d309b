// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.rpc.codec.JsonWriter;
import java.util.Locale;

/// A failure as HTTP tells it: `application/problem+json` (RFC 9457).
///
/// @param status of the response
/// @param stage how far the call came: what says whether it can have been executed
/// @param type what kind of failure, for programs
/// @param detail for people
record Problem(int status, Stage stage, String type, String detail) {
    static Problem refused(int status, String type, String detail) {
        return new Problem(status, Stage.REFUSED, type, detail);
    }

    static Problem of(CallException failure) {
        String message = failure.getMessage();
        String detail = message == null ? "" : message;
        return new Problem(status(failure), failure.stage(), failure.type(), detail);
    }

    private static int status(CallException failure) {
        return switch (failure.stage()) {
            case REFUSED -> refused(failure.type());
            case FAILED -> Word.of(failure.type()).http();
            case UNANSWERED, CANCELLED -> 500;
            case DEADLINE -> 504;
            case NOT_CONNECTED, NOT_SENT -> 503;
        };
    }

    private static int refused(String type) {
        return switch (type) {
            case "bad-request", "not-one-message" -> 400;
            case "unauthenticated" -> 401;
            case "unknown-method" -> 404;
            case "too-long" -> 413;
            default -> 503;
        };
    }

    CallException exception() {
        return new CallException(stage, type, detail, null);
    }

    byte[] json() {
        JsonWriter out = new JsonWriter();
        write(out);
        return out.toByteArray();
    }

    /// As the last line of results that cannot go on: `{"problem": {...}}`.
    byte[] lastLine() {
        JsonWriter out = new JsonWriter();
        out.beginObject();
        out.name("problem");
        write(out);
        out.endObject();
        return out.toByteArray();
    }

    private void write(JsonWriter out) {
        out.beginObject();
        member(out, "type", "urn:galley:" + Status.percentEncoded(type).replace(" ", "%20"));
        member(out, "title", title());
        out.name("status");
        out.int32(status);
        member(out, "detail", detail);
        member(out, "stage", stage.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        out.endObject();
    }

    private static void member(JsonWriter out, String name, String value) {
        out.name(name);
        out.string(value);
    }

    private String title() {
        return switch (stage) {
            case REFUSED -> "The call was refused";
            case FAILED -> "The service failed";
            case DEADLINE -> "The deadline has passed";
            case CANCELLED -> "The call was given up";
            case NOT_CONNECTED, NOT_SENT, UNANSWERED -> "A further call failed";
        };
    }
}
