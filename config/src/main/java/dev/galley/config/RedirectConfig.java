// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.util.Set;

/// Sends the client elsewhere. A bare string is short for `{to: STRING}`.
public record RedirectConfig(
        @Setting(
                        value =
                                "Where: a URL or a path; ${host}, ${path} and ${query} stand for"
                                        + " the request's own, the query with its ?.",
                        form = Form.LOCATION,
                        bare = true)
                String to,
        @Setting(value = "301, 302, 303, 307 or 308.", byDefault = "302") int status) {
    public RedirectConfig {
        Rules.check(RedirectConfig.class, to, status);
        if (!Set.of(301, 302, 303, 307, 308).contains(status))
            throw new IllegalArgumentException("status must be 301, 302, 303, 307 or 308");
    }
}
