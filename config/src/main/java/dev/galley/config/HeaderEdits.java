// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Changes of header lines, in this order: removed, set, added.
public record HeaderEdits(
        @Setting(value = "Lines to drop.", form = Form.TOKEN) List<String> remove,
        @Setting(
                        value = "Lines to put in place of those of the same name.",
                        keys = Form.TOKEN,
                        form = Form.LINE)
                Map<String, String> set,
        @Setting(value = "Lines to add.", keys = Form.TOKEN, form = Form.LINE)
                Map<String, String> add) {
    /// Lines that say where a message ends and what the connection does: to edit them is to smuggle
    /// (RFC 9112, section 11.2).
    private static final Set<String> FRAMING =
            Set.of("connection", "content-length", "transfer-encoding", "upgrade", "te", "trailer");

    public HeaderEdits {
        Rules.check(HeaderEdits.class, remove, set, add);
        refuseFraming("remove", remove);
        refuseFraming("set", set.keySet());
        refuseFraming("add", add.keySet());
    }

    /// Whether nothing is changed.
    public boolean isEmpty() {
        return remove.isEmpty() && set.isEmpty() && add.isEmpty();
    }

    /// @throws IllegalArgumentException if a name among `names` is for Galley alone to write
    static void refuseFraming(String key, Collection<String> names) {
        for (String name : names)
            if (FRAMING.contains(name.toLowerCase(Locale.ROOT)))
                throw new IllegalArgumentException(
                        key + " must not name " + name + ": Galley itself frames the messages");
    }
}
