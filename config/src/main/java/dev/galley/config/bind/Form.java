// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.util.function.Function;
import java.util.regex.Pattern;

/// The form of a text in the file. The patterns keep to what Java and ECMA-262 have in common, as
/// the JSON Schema carries them too.
public enum Form {
    /// Anything.
    TEXT("a text", "some words", "[\\s\\S]*"),
    /// The name of a thing, in URLs and in metrics.
    NAME("a name", "web or orders-v2", "[A-Za-z0-9][A-Za-z0-9._-]{0,62}"),
    /// The name of a header line, or another token (RFC 9110, section 5.6.2).
    TOKEN("a header name", "X-Load", "[!#$%&'*+.^_`|~0-9A-Za-z-]+"),
    /// The name of a cookie (RFC 6265, section 4.1.1).
    COOKIE("a cookie's name", "JSESSIONID", "[!#$%&'*+.^_`|~0-9A-Za-z-]+"),
    /// The name of a parameter or of a field of a form, as nobody has to encode it.
    PARAMETER("a parameter's name", "jsessionid", "[A-Za-z0-9._~$-]+"),
    /// A domain.
    DOMAIN("a domain", "example.com", "[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+"),
    /// A header value (RFC 9110, section 5.5): no control characters but the tab.
    LINE("a header value", "no-store", "[^\\u0000-\\u0008\\u000A-\\u001F\\u007F]*"),
    /// A method; the registered ones are upper case (RFC 9110, section 9.1).
    METHOD("a method", "GET", "[A-Z][A-Z0-9_-]*"),
    /// A path without a query.
    PATH("a path", "/images", "/[^\\s?#\\u0000-\\u001F\\u007F]*"),
    /// A path, and a query perhaps: what may stand in a request line (RFC 9112, section 3.2.1).
    TARGET("a path", "/health?deep=1", "/[!-\"$-~]*"),
    /// A pattern of paths.
    PATHS("a path pattern", "/exact, /below/** or *.php", "/[^\\s?#]*|\\*\\.[^\\s/?#*]+"),
    /// A host name, or a pattern of them.
    HOSTS(
            "a host",
            "shop.example.com or *.example.com",
            "(\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|\\[[0-9A-Fa-f:.]+\\]"),
    /// A name that DNS answers for, or a wildcard (RFC 4592); the dot at its end may be left out.
    OWNER_NAME(
            "a domain name",
            "www.example.com or _http._tcp.example.com",
            "(?=.{1,254}$)(\\*\\.)?[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?"),
    /// What a Host header may be (RFC 9110, section 7.2).
    AUTHORITY(
            "a host",
            "shop.example.com or shop.example.com:8080",
            "([A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?"),
    /// What goes into a line or a field of a protocol that is no HTTP: no control characters.
    LABEL("a text on one line", "galley", "[^\\u0000-\\u001F\\u007F]{1,255}"),
    /// A name in the DNS (RFC 1035, section 2.3.4); a dot alone is the root.
    DNS_NAME(
            "a DNS name",
            "www.example.com",
            "\\.|(?=.{1,253}\\.?$)[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?"),
    /// The name of a host (RFC 1123, section 2.1), such as TLS asks for (RFC 6066, section 3).
    HOST_NAME(
            "a host name",
            "www.example.com",
            "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
                    + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"),
    /// The name of a network interface (Linux: 15 bytes, no slash, no white space).
    INTERFACE("an interface", "eth0", "(?!\\.{1,2}$)[!-.0-~]{1,15}"),
    /// A type of DNS records.
    RECORD_TYPE(
            "a record type", "A, AAAA or MX", "A|AAAA|CAA|CNAME|HTTPS|MX|NS|PTR|SOA|SRV|SVCB|TXT"),
    /// Where a site is: a scheme, a host and a port perhaps, no path.
    ORIGIN(
            "a URL without a path",
            "https://a.example.com or http://10.0.0.11:8080",
            "https?://([A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?"),
    /// A secret that travels in a header line.
    SECRET("a secret", "${GALLEY_TOKEN}: visible ASCII, 1 to 4096 characters", "[!-~]{1,4096}"),
    /// Where a Redis is, or several that belong together; there may be a password in it.
    REDIS(
            "a URL of Redis",
            "redis://10.0.0.9:6379",
            "redis(s|-sentinel|s-sentinel|-cluster|s-cluster)?://[!-~]{1,2000}"),
    /// A URL or path with `${host}`, `${path}` and `${query}` of its own: no environment variables.
    LOCATION(
            "a URL or a path",
            "https://${host}${path}",
            "(?!.*\\$\\{(?!(host|path|query)\\}))(https?://|/|\\$\\{)[!-~]*");
    private final String what, example, pattern;

    Form(String what, String example, String pattern) {
        this.what = what;
        this.example = example;
        this.pattern = pattern;
    }

    Shape.Text shape() {
        var compiled = Pattern.compile(pattern);
        return new Shape.Text(
                String.class, what, example, compiled, Function.identity(), this, false);
    }
}
