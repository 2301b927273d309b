// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A method and a path of the API, and what answers there.
///
/// @param template `/v1/pools/{pool}`: a name in braces takes one segment
record Route(String method, String template, Handler handler) {
    /// Answers a request.
    @FunctionalInterface
    interface Handler {
        Answer handle(Call call) throws Refused, IOException;
    }

    /// The values of the template's names, or null if the path is another one.
    ///
    /// @param rawPath still percent-encoded, so that an encoded slash stays within its segment
    @Nullable Map<String, String> match(String rawPath) {
        String[] mine = template.split("/", -1), its = rawPath.split("/", -1);
        if (mine.length != its.length) return null;
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < mine.length; i++) {
            if (mine[i].startsWith("{"))
                names.put(mine[i].substring(1, mine[i].length() - 1), segment(its[i]));
            else if (!mine[i].equals(its[i])) return null;
        }
        return names;
    }

    private static String segment(String raw) {
        // In a path, unlike in a query, a plus is a plus.
        return Call.decode(raw.replace("+", "%2B"));
    }
}
