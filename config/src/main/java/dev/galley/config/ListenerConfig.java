// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Identified;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where clients connect, and where their requests go.
public record ListenerConfig(
        @Setting("The address to listen on: \":8080\", \"127.0.0.1:8080\", \"[::]:8080\".")
                Address bind,
        @Setting(
                        value = "The way to the members: proxy, the HTTP reverse proxy.",
                        byDefault = "proxy")
                Via via,
        @Setting(value = "Tried in order; the first that matches serves.", min = "1")
                List<RouteConfig> routes,
        @Setting("Clients whose Forwarded and X-Forwarded-* are believed and kept.")
                List<Cidr> trusted,
        @Setting(
                        value =
                                "How members are told of the client: x-forwarded"
                                        + " (X-Forwarded-For, -Proto and -Host), rfc7239"
                                        + " (Forwarded), or both.",
                        byDefault = "x-forwarded")
                Forwarding forwarded,
        @Setting("Clients that must send a PROXY protocol header first.") List<Cidr> proxyProtocol,
        @Setting("How long a client may take.") ListenerTimeouts timeout,
        @Setting("How much a client may send.") Limits limits,
        @Setting("The access log; absent: none.") @Nullable AccessLogConfig accessLog,
        @Setting("Bodies of Galley's own answers, by status; else a short text.")
                List<ErrorPage> errorPages)
        implements Identified {
    public ListenerConfig {
        Rules.check(
                ListenerConfig.class,
                bind,
                via,
                routes,
                trusted,
                forwarded,
                proxyProtocol,
                timeout,
                limits,
                accessLog,
                errorPages);
    }

    /// Port 0 is a different one each time.
    @Override
    public @Nullable Object identity() {
        return bind.port() == 0 ? null : bind;
    }

    /// The way in which a listener reaches a pool.
    public enum Via {
        PROXY
    }
}
