// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import org.jspecify.annotations.Nullable;

/// How much a client may send. What is above is refused: 431 for heads, 414 for targets, 413 for
/// bodies.
public record Limits(
        @Setting(value = "The whole head of a request or an answer.", byDefault = "64KiB")
                Size head,
        @Setting(value = "One line of it.", byDefault = "16KiB") Size line,
        @Setting(value = "Header lines.", byDefault = "100") int headers,
        @Setting("A request's body; absent: no limit.") @Nullable Size body,
        @Setting(value = "Requests on one connection.", byDefault = "10000") int requests,
        @Setting(value = "Connections at a time.", byDefault = "100000") int connections,
        @Setting(
                        value =
                                "Bytes a second that a body must come or go with, once it has lasted a minute; 0: any.",
                        byDefault = "100B")
                Size minRate) {}
