// SPDX-License-Identifier: Apache-2.0
package dev.galley.user;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a module of a user's takes, without a word about it.
public record Store(String url, int most, List<String> tables, @Nullable String owner) {}
