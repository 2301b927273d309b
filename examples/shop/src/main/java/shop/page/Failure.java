// SPDX-License-Identifier: Apache-2.0
package shop.page;

import dev.galley.rpc.CallException;
import dev.galley.rpc.codec.JsonWriter;
import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;

/// Why a call failed, as JSON: `{"stage": "failed", "type": "sold-out", "message": "..."}`, and as
/// a status of HTTP: what is 503 may well succeed later.
final class Failure {
    private Failure() {}

    /// Writes it.
    ///
    /// @return the status
    static int write(JsonWriter out, CallException failure) {
        out.beginObject();
        out.name("stage");
        out.string(failure.stage().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        out.name("type");
        out.string(failure.type());
        out.name("message");
        out.string(String.valueOf(failure.getMessage()));
        out.endObject();
        return status(failure);
    }

    private static int status(CallException failure) {
        return switch (failure.stage()) {
            case FAILED -> status(failure.type());
            case REFUSED ->
                    switch (failure.type()) {
                        case "unknown-method" -> HttpStatus.NOT_FOUND_404;
                        case "bad-request" -> HttpStatus.BAD_REQUEST_400;
                        default -> HttpStatus.SERVICE_UNAVAILABLE_503;
                    };
            default -> HttpStatus.SERVICE_UNAVAILABLE_503;
        };
    }

    /// What a module said, in its own words or those of a call that it made in turn.
    private static int status(String type) {
        return switch (type) {
            case "not-logged-in" -> HttpStatus.UNAUTHORIZED_401;
            case "not-allowed" -> HttpStatus.FORBIDDEN_403;
            case "unavailable",
                    "busy",
                    "not-connected",
                    "not-sent",
                    "unanswered",
                    "deadline",
                    "cancelled",
                    "overload",
                    "shutting-down" ->
                    HttpStatus.SERVICE_UNAVAILABLE_503;
            default -> HttpStatus.UNPROCESSABLE_ENTITY_422;
        };
    }
}
