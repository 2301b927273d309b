// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.util.List;
import java.util.Map;

/// Which requests: all that is named must match; of a list, any.
public record MatchConfig(
        @Setting(
                        value =
                                "Names: shop.example.com, or \"*.example.com\" (in quotes) for"
                                        + " every name below it.",
                        form = Form.HOSTS)
                List<String> host,
        @Setting(
                        value = "Paths: /exact, /below/**, /one/*/segment, \"*.php\" (in quotes).",
                        form = Form.PATHS)
                List<String> path,
        @Setting(value = "Methods.", form = Form.METHOD) List<String> method,
        @Setting(value = "Header lines; \"*\" is any value.", keys = Form.TOKEN, form = Form.LINE)
                Map<String, String> header,
        @Setting("Query parameters; \"*\" is any value.") Map<String, String> query) {
    public MatchConfig {
        Rules.check(MatchConfig.class, host, path, method, header, query);
    }
}
