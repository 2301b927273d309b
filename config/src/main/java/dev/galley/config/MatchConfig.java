// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.util.List;
import java.util.Map;

/// Which requests: all that is named must match; of a list, any.
public record MatchConfig(
        @Setting("Names: shop.example.com, or *.example.com for every name below it.")
                List<String> host,
        @Setting("Paths: /exact, /below/**, /one/*/segment, *.php.") List<String> path,
        @Setting("Methods.") List<String> method,
        @Setting("Header lines; * is any value.") Map<String, String> header,
        @Setting("Query parameters; * is any value.") Map<String, String> query) {}
