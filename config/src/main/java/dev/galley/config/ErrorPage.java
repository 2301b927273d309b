// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.util.List;

/// The body of an answer that Galley makes itself.
public record ErrorPage(
        @Setting(value = "For these status codes.", min = "1") List<StatusRange> status,
        @Setting(
                        value = "Its media type.",
                        byDefault = "text/html; charset=utf-8",
                        form = Form.LINE)
                String contentType,
        @Setting("The body.") String body) {
    public ErrorPage {
        Rules.check(ErrorPage.class, status, contentType, body);
    }
}
