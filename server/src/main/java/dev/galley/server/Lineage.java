// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import java.util.ArrayList;
import java.util.List;

/// What a process knows of the one in whose place it is, by a variable of its environment.
///
/// @param follows whether it is in the place of another one
/// @param runs the upgrade that has started it; empty: none has
/// @param failed the upgrade whose new version did not start; empty: none
/// @param failure why
/// @param before that one's; empty: it was started by no upgrade
/// @param command how that one was started; empty: there was none
record Lineage(
        boolean follows,
        String runs,
        String failed,
        String failure,
        String before,
        List<String> command) {
    static final String VARIABLE = "GALLEY_UPGRADE";

    static final Lineage NONE = new Lineage(false, "", "", "", "", List.of());

    /// No path and no argument has it.
    private static final String SEPARATOR = "\u001f";

    private static final int PARTS = 5;

    Lineage {
        command = List.copyOf(command);
    }

    /// What a process was given.
    ///
    /// @param value of the variable
    /// @param pid of the process: others have inherited the variable only
    static Lineage parse(String value, long pid) {
        List<String> parts = List.of(value.split(SEPARATOR, -1));
        if (parts.size() < PARTS || !parts.getFirst().equals(Long.toString(pid))) return NONE;
        return new Lineage(
                true,
                parts.get(1),
                parts.get(2),
                parts.get(3),
                parts.get(4),
                parts.subList(PARTS, parts.size()));
    }

    /// For the process that is to take this one's place.
    String text(long pid) {
        List<String> parts =
                new ArrayList<>(List.of(Long.toString(pid), runs, failed, failure, before));
        parts.addAll(command);
        return String.join(SEPARATOR, parts);
    }

    /// Of one of another version, in the place of this one.
    ///
    /// @param own how this one was started
    Lineage next(String upgrade, List<String> own) {
        return new Lineage(true, upgrade, "", "", runs, own);
    }

    /// Of the one before, which comes back.
    ///
    /// @param why empty: it was told to
    Lineage back(String why) {
        return new Lineage(true, before, why.isEmpty() ? "" : runs, why, "", List.of());
    }
}
