// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.util.List;
import java.util.Map;

/// Changes of header lines, in this order: removed, set, added.
public record HeaderEdits(
        @Setting("Lines to drop.") List<String> remove,
        @Setting("Lines to put in place of those of the same name.") Map<String, String> set,
        @Setting("Lines to add.") Map<String, String> add) {}
