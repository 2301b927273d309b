// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.net.HttpURLConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What went wrong, for programs and people (RFC 9457).
///
/// @param type about:blank: the title is that of the status (section 4.2.1)
/// @param detail what was wrong with this request, and what would be right
/// @param errors each error of a refused configuration; null: there is but the detail
record Problem(
        String type, String title, int status, String detail, @Nullable List<String> errors) {
    /// The media type (section 6.1).
    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(int status, String detail) {
        return new Problem("about:blank", title(status), status, detail, null);
    }

    static Problem of(Refused refused) {
        List<String> errors = refused.errors().isEmpty() ? null : refused.errors();
        String detail = String.valueOf(refused.getMessage());
        return new Problem(
                "about:blank", title(refused.status()), refused.status(), detail, errors);
    }

    private static String title(int status) {
        return switch (status) {
            case HttpURLConnection.HTTP_BAD_REQUEST -> "Bad Request";
            case HttpURLConnection.HTTP_UNAUTHORIZED -> "Unauthorized";
            case HttpURLConnection.HTTP_FORBIDDEN -> "Forbidden";
            case HttpURLConnection.HTTP_NOT_FOUND -> "Not Found";
            case HttpURLConnection.HTTP_BAD_METHOD -> "Method Not Allowed";
            case HttpURLConnection.HTTP_CONFLICT -> "Conflict";
            case HttpURLConnection.HTTP_ENTITY_TOO_LARGE -> "Content Too Large";
            case HttpURLConnection.HTTP_UNSUPPORTED_TYPE -> "Unsupported Media Type";
            case 421 -> "Misdirected Request";
            case 422 -> "Unprocessable Content";
            case HttpURLConnection.HTTP_UNAVAILABLE -> "Service Unavailable";
            default -> status < 500 ? "Refused" : "Internal Server Error";
        };
    }
}
