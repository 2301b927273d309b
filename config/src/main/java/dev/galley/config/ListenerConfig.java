// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where clients connect, and where their requests go.
public record ListenerConfig(
        @Setting("The address to listen on: \":8080\", \"127.0.0.1:8080\", \"[::]:8080\".")
                Address bind,
        @Setting("Tried in order; the first that matches serves.") List<RouteConfig> routes,
        @Setting("Clients whose Forwarded and X-Forwarded-* are believed and kept.")
                List<Cidr> trusted,
        @Setting(
                        value = "Whether requests also get a Forwarded line (RFC 7239).",
                        byDefault = "false")
                boolean forwarded,
        @Setting("Clients that must send a PROXY protocol header first.") List<Cidr> proxyProtocol,
        @Setting("How long a client may take.") ListenerTimeouts timeout,
        @Setting("How much a client may send.") Limits limits,
        @Setting("The access log; absent: none.") @Nullable AccessLogConfig accessLog,
        @Setting("Bodies of Galley's own answers, by status; else a short text.")
                List<ErrorPage> errorPages) {}
