// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.util.Map;

/// What is sent back.
///
/// @param type media type of the body
/// @param headers further header lines
record Answer(int status, String type, String body, Map<String, String> headers) {
    static Answer json(Object value) {
        return new Answer(200, "application/json", Json.text(value), Map.of());
    }

    static Answer text(int status, String line) {
        return new Answer(status, "text/plain; charset=utf-8", line + "\n", Map.of());
    }

    static Answer problem(Problem problem) {
        return new Answer(problem.status(), Problem.MEDIA_TYPE, Json.text(problem), Map.of());
    }

    static Answer problem(int status, String detail) {
        return problem(Problem.of(status, detail));
    }

    Answer with(String name, String value) {
        return new Answer(status, type, body, Map.of(name, value));
    }
}
