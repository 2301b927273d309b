// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.util.Map;

/// A fixed answer. A bare text is short for `{body: TEXT}`.
public record RespondConfig(
        @Setting(value = "Its status code.", byDefault = "200", min = "200", max = "599")
                int status,
        @Setting(value = "Its header lines.", keys = Form.TOKEN, form = Form.LINE)
                Map<String, String> headers,
        @Setting(value = "Its body.", byDefault = "\"\"", bare = true) String body) {
    public RespondConfig {
        Rules.check(RespondConfig.class, status, headers, body);
        HeaderEdits.refuseFraming("headers", headers.keySet());
    }
}
