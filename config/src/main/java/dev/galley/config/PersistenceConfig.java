// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static dev.galley.config.bind.Form.COOKIE;
import static dev.galley.config.bind.Form.DOMAIN;
import static dev.galley.config.bind.Form.PARAMETER;
import static dev.galley.config.bind.Form.PATH;
import static dev.galley.config.bind.Form.SECRET;
import static dev.galley.config.bind.Form.TOKEN;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a client that has been served by a member comes back to it. A bare word is short for `{type:
/// WORD}`. All kinds but [Cookie] are session tables that differ in what they look at.
public sealed interface PersistenceConfig {
    /// What a session is known by, first the best; empty for [Cookie], where the client itself
    /// carries the member.
    List<SessionId> ids();

    /// The limits of the session table; null for [Cookie], which needs none.
    @Nullable TableLimits table();

    /// Whether other processes are to know the table.
    default boolean isShared() {
        TableLimits limits = table();
        return limits != null && limits.isShared();
    }

    /// How much of a request's body is searched for a form field.
    default Size search() {
        return new Size(0);
    }

    /// `cookie`
    @Setting("A signed cookie of the balancer's own tells the member.")
    record Cookie(
            @Setting(value = "The cookie's name.", byDefault = "GALLEY", form = COOKIE) String name,
            @Setting(
                            value =
                                    "How long it is good for; renewed at half of it. Absent: until"
                                            + " the browser is closed.",
                            min = "1s",
                            max = "366d")
                    @Nullable Duration ttl,
            @Setting(value = "Its Path.", byDefault = "/", form = PATH) String path,
            @Setting(value = "Its Domain; absent: the host alone.", form = DOMAIN)
                    @Nullable String domain,
            @Setting(value = "Whether scripts can't see it: on or off.", byDefault = "on")
                    HttpOnly httpOnly,
            @Setting(
                            value =
                                    "Whether it comes by TLS alone: always, never, or auto, as the"
                                            + " client came.",
                            byDefault = "auto")
                    SecureCookie secure,
            @Setting(value = "Its SameSite: lax, strict or none.", byDefault = "lax")
                    SameSite sameSite,
            @Setting(
                            value =
                                    "What cookies are signed with, the same in all processes that"
                                            + " share clients; absent: the cluster's secret,"
                                            + " or random at each start.",
                            form = SECRET)
                    @Nullable String secret)
            implements PersistenceConfig {
        public Cookie {
            Rules.check(Cookie.class, name, ttl, path, domain, httpOnly, secure, sameSite, secret);
            if (path.contains(";"))
                throw new IllegalArgumentException("path must have no semicolon");
            if (sameSite == SameSite.NONE && secure == SecureCookie.NEVER)
                throw new IllegalArgumentException(
                        "same-site none needs TLS: browsers drop such a cookie unless it is"
                                + " secure");
        }

        Cookie withSecret(String signer) {
            return new Cookie(name, ttl, path, domain, httpOnly, secure, sameSite, signer);
        }

        @Override
        public List<SessionId> ids() {
            return List.of();
        }

        @Override
        public @Nullable TableLimits table() {
            return null;
        }
    }

    /// `source`
    @Setting("The client's address.")
    record Source(
            @Setting(
                            value = "How many leading bits of an IPv4 address count.",
                            byDefault = "32",
                            min = "1",
                            max = "32")
                    int ipv4Prefix,
            @Setting(
                            value =
                                    "How many of an IPv6 address; 64 are a network, whose hosts"
                                            + " change their addresses at will.",
                            byDefault = "64",
                            min = "1",
                            max = "128")
                    int ipv6Prefix,
            @Setting(value = "The limits of its table.", inline = true) TableLimits table)
            implements PersistenceConfig {
        public Source {
            Rules.check(Source.class, ipv4Prefix, ipv6Prefix, table);
        }

        @Override
        public List<SessionId> ids() {
            return List.of(new SessionId.Source());
        }
    }

    /// `destination`
    @Setting("The address that the client connected to.")
    record Destination(
            @Setting(value = "The limits of its table.", inline = true) TableLimits table)
            implements PersistenceConfig {
        public Destination {
            Rules.check(Destination.class, table);
        }

        @Override
        public List<SessionId> ids() {
            return List.of(new SessionId.Destination());
        }
    }

    /// `app-cookie`
    @Setting("A cookie that the application itself sets, learned from its answers.")
    record AppCookie(
            @Setting(value = "The cookie's name.", byDefault = "JSESSIONID", form = COOKIE)
                    String name,
            @Setting(value = "The limits of its table.", inline = true) TableLimits table)
            implements PersistenceConfig {
        public AppCookie {
            Rules.check(AppCookie.class, name, table);
        }

        @Override
        public List<SessionId> ids() {
            return List.of(new SessionId.Cookie(name));
        }
    }

    /// `url`
    @Setting("A session id in the URL: ?NAME=ID, or the path parameter ;NAME=ID.")
    record Url(
            @Setting(value = "The parameter's name.", byDefault = "jsessionid", form = PARAMETER)
                    String name,
            @Setting(value = "The limits of its table.", inline = true) TableLimits table)
            implements PersistenceConfig {
        public Url {
            Rules.check(Url.class, name, table);
        }

        @Override
        public List<SessionId> ids() {
            return List.of(new SessionId.Url(name));
        }
    }

    /// `header`
    @Setting("The value of a request header.")
    record Header(
            @Setting(value = "The header's name.", form = TOKEN) String name,
            @Setting(value = "The limits of its table.", inline = true) TableLimits table)
            implements PersistenceConfig {
        public Header {
            Rules.check(Header.class, name, table);
        }

        @Override
        public List<SessionId> ids() {
            return List.of(new SessionId.Header(name));
        }
    }

    /// `form`
    @Setting("A session id in a hidden field of the forms that clients send.")
    record Form(
            @Setting(value = "The field's name.", form = PARAMETER) String name,
            @Setting(
                            value = "How much of the body is searched for it.",
                            byDefault = "16KiB",
                            min = "64B",
                            max = "1MiB")
                    Size search,
            @Setting(value = "The limits of its table.", inline = true) TableLimits table)
            implements PersistenceConfig {
        public Form {
            Rules.check(Form.class, name, search, table);
        }

        @Override
        public List<SessionId> ids() {
            return List.of(new SessionId.Form(name));
        }
    }

    /// `table`
    @Setting("Several of these in one table: the first that a request has is its session.")
    record Table(
            @Setting(
                            value =
                                    "source, destination, cookie:NAME, url:NAME, header:NAME,"
                                            + " form:NAME; the best first.",
                            min = "1",
                            max = "8")
                    List<SessionId> ids,
            @Setting(
                            value = "How much of a body is searched for a form field.",
                            byDefault = "16KiB",
                            min = "64B",
                            max = "1MiB")
                    Size search,
            @Setting(value = "Its limits.", inline = true) TableLimits table)
            implements PersistenceConfig {
        public Table {
            Rules.check(Table.class, ids, search, table);
        }
    }
}
