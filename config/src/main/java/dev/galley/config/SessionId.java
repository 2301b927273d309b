// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;

/// Where a session id is found: `source`, `destination`, `cookie:NAME`, `url:NAME`, `header:NAME`
/// or `form:NAME`.
@Written(
        what = "where a session id is found",
        example = "cookie:JSESSIONID, url:jsessionid, header:X-Session, form:sid or source",
        pattern =
                "source|destination|(cookie|header):[!#$%&'*+.^_`|~0-9A-Za-z-]+"
                        + "|(url|form):[A-Za-z0-9._~$-]+")
public sealed interface SessionId {
    /// The client's address.
    record Source() implements SessionId {}

    /// The address that the client connected to.
    record Destination() implements SessionId {}

    /// A cookie's value, of requests and as answers set it.
    record Cookie(String name) implements SessionId {}

    /// A query parameter, or else a path parameter.
    record Url(String name) implements SessionId {}

    /// A header's value, of requests and of answers.
    record Header(String name) implements SessionId {}

    /// A field of a form in the body.
    record Form(String name) implements SessionId {}

    /// Reads what the file has.
    static SessionId parse(String text) {
        String name = text.substring(text.indexOf(':') + 1);
        return switch (text.substring(0, Math.max(0, text.indexOf(':')))) {
            case "cookie" -> new Cookie(name);
            case "url" -> new Url(name);
            case "header" -> new Header(name);
            case "form" -> new Form(name);
            default -> text.equals("source") ? new Source() : new Destination();
        };
    }
}
