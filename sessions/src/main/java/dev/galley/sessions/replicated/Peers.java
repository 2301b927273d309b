// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.replicated;

import dev.galley.config.Address;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The nodes that have sessions.
///
/// @param cluster its name: nodes of another one are not let in
/// @param node the name of this one
/// @param bind where this one is called; the next port is used as well
/// @param all where each is called, this one too
/// @param secret what all know and nobody else; null: none, for loopback or TLS only
/// @param tls what connections are made by, both sides with certificates; null: none
/// @param members the names of those that are nodes at this moment, as the cluster agrees; null
///   from it: nobody can say
public record Peers(
        String cluster,
        String node,
        Address bind,
        List<Address> all,
        @Nullable String secret,
        @Nullable SSLContext tls,
        Supplier<@Nullable Set<String>> members) {}
