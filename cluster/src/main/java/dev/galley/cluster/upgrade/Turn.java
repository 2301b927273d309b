// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.upgrade;

import java.util.List;
import java.util.Locale;

/// Whose turn it is.
///
/// @param life which of the processes that the node has been, when it was asked
/// @param back whether it goes back to the old version
record Turn(String node, String life, Step step, boolean back) {
    /// How far it is.
    enum Step {
        /// It may take the turn, or have it taken away from it.
        ASKED,
        /// It has taken it: it leaves, and comes back as another process.
        LEAVING,
        /// It is back, and seen to do well.
        WATCHED
    }

    Turn at(Step next) {
        return new Turn(node, life, next, back);
    }

    @Override
    public String toString() {
        String word = step.name().toLowerCase(Locale.ROOT);
        return node + " " + life + " " + word + " " + (back ? "back" : "on");
    }

    static Turn parse(String text) {
        List<String> words = List.of(text.split(" ", -1));
        return new Turn(
                words.get(0),
                words.get(1),
                Step.valueOf(words.get(2).toUpperCase(Locale.ROOT)),
                words.get(3).equals("back"));
    }
}
