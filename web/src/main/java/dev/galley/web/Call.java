// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A request that has found its route.
///
/// @param path the values of the template's names
record Call(HttpExchange exchange, Map<String, String> path) {
    private static final int BODY_LIMIT = 64 * 1024;

    String path(String name) {
        return path.getOrDefault(name, "");
    }

    /// Every value of a query parameter.
    List<String> query(String name) {
        List<String> values = new ArrayList<>();
        String query = exchange.getRequestURI().getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals >= 0 && decode(pair.substring(0, equals)).equals(name))
                values.add(decode(pair.substring(equals + 1)));
        }
        return values;
    }

    /// The body.
    ///
    /// @throws Refused 413, 415 or 400 if it is too long, not said to be JSON, or no JSON
    JsonNode json() throws Refused, IOException {
        return json(BODY_LIMIT);
    }

    /// The body, of `limit` bytes at the most.
    ///
    /// @throws Refused as [#json()]
    JsonNode json(int limit) throws Refused, IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.split(";", 2)[0].strip().equals("application/json"))
            throw new Refused(415, "send the body with Content-Type: application/json");
        byte[] body = exchange.getRequestBody().readNBytes(limit + 1);
        if (body.length > limit)
            throw new Refused(413, "the body is longer than " + limit + " bytes");
        try {
            return Json.parse(new String(body, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            throw new Refused(400, "the body is no JSON: " + e.getOriginalMessage());
        }
    }

    /// Undoes percent-encoding.
    static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
