// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import org.jspecify.annotations.Nullable;

/// What is changed on the way to the member and back.
public record RewriteConfig(
        @Setting(value = "Taken off the front of the path.", form = Form.PATH)
                @Nullable String stripPrefix,
        @Setting(value = "Put before the path.", form = Form.PATH) @Nullable String addPrefix,
        @Setting(
                        value = "The path instead of the request's own; the query stays.",
                        form = Form.PATH)
                @Nullable String path,
        @Setting(
                        value = "The Host that the member sees; absent: the client's own.",
                        form = Form.AUTHORITY)
                @Nullable String host,
        @Setting("Header lines of the request.") HeaderEdits request,
        @Setting("Header lines of the answer.") HeaderEdits response) {
    public RewriteConfig {
        Rules.check(RewriteConfig.class, stripPrefix, addPrefix, path, host, request, response);
        if (path != null && (stripPrefix != null || addPrefix != null))
            throw new IllegalArgumentException(
                    "path replaces the whole path; it cannot stand beside strip-prefix or"
                            + " add-prefix");
    }
}
