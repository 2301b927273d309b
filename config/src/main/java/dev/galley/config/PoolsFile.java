// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.util.Map;

/// Pools alone: what the nodes of a cluster agree on, beside their files.
public record PoolsFile(
        @Setting(value = "The pools by name.", keys = Form.NAME) Map<String, PoolConfig> pools) {
    public PoolsFile {
        Rules.check(PoolsFile.class, pools);
    }
}
