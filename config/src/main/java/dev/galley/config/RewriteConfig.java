// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import org.jspecify.annotations.Nullable;

/// What is changed on the way to the member and back.
public record RewriteConfig(
        @Setting("Taken off the front of the path.") @Nullable String stripPrefix,
        @Setting("Put before the path.") @Nullable String addPrefix,
        @Setting("The path instead of the request's own; the query stays.") @Nullable String path,
        @Setting("The Host that the member sees; absent: the client's own.") @Nullable String host,
        @Setting("Header lines of the request.") HeaderEdits request,
        @Setting("Header lines of the answer.") HeaderEdits response) {}
