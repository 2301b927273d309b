// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;
import java.util.List;

/// A name that the members of a pool answer for. A bare word is short for `{pool: WORD}`.
public record DnsNameConfig(
        @Setting(value = "The pool.", refersTo = "pools", bare = true) String pool,
        @Setting(
                        value = "How long resolvers may keep an answer, in whole seconds.",
                        byDefault = "5s",
                        max = "1d")
                Duration ttl,
        @Setting(
                        value =
                                "How many members an answer names: the one that the policy chooses,"
                                        + " and others at random, by weight.",
                        byDefault = "1",
                        min = "1",
                        max = "32")
                int answers,
        @Setting(
                        value =
                                "While no member is up: answer with all of them, or servfail, so"
                                        + " that resolvers ask elsewhere.",
                        byDefault = "answer")
                AllDown allDown,
        @Setting(
                        value =
                                "Protocols that HTTPS records offer, such as http/1.1: only for"
                                        + " members that speak TLS on their port; empty: no HTTPS"
                                        + " records.",
                        max = "8")
                List<String> alpn) {
    public DnsNameConfig {
        Rules.check(DnsNameConfig.class, pool, ttl, answers, allDown, alpn);
        if (ttl.toNanosPart() != 0)
            throw new IllegalArgumentException("ttl must be in whole seconds");
        for (String id : alpn)
            if (!id.matches("[!-~]{1,255}"))
                throw new IllegalArgumentException("alpn must be protocols, such as http/1.1");
    }

    /// What is answered while no member is up.
    public enum AllDown {
        ANSWER,
        SERVFAIL
    }
}
