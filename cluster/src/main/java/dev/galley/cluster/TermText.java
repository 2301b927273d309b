// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A text among the settings that only the holder of a role writes. Its first line is the epoch of
/// the term in which it was written, `epoch 17`.
///
/// It is written by compare and set on its version, and only over a text of no later epoch: so
/// nothing comes of what a node says whose term is over, once its follower has written the text
/// under its own. Until then it may be written over.
///
/// @param number of the version; 0: there is none yet
/// @param author the node that has written it; empty: there is none yet
/// @param epoch of its term; 0: there is none yet
/// @param body what follows the first line
public record TermText(long number, String author, long epoch, String body) {
    private static final TermText NONE = new TermText(0, "", 0, "");
    private static final String FIRST = "epoch ";
    private static final int TRIES = 10;

    /// As last heard.
    public static TermText of(Settings settings, String name) {
        return of(settings.newest(name));
    }

    private static TermText of(Settings.@Nullable Version version) {
        if (version == null) return NONE;
        String text = version.text();
        int end = text.indexOf('\n');
        long epoch = Long.parseLong(text.substring(FIRST.length(), end));
        return new TermText(version.number(), version.author(), epoch, text.substring(end + 1));
    }

    /// Writes it anew, under the epoch of a term, unless it is so already.
    ///
    /// @param edit from the body that there is, which may be empty, to the next; perhaps more than
    ///   once
    /// @return whether it is so now; if not, the term is over
    /// @throws CoordinationException if the cluster does not take it
    public static boolean write(
            Settings settings, String name, Term term, UnaryOperator<String> edit)
            throws CoordinationException {
        long epoch = term.epoch().value();
        for (int i = 1; ; i++) {
            try {
                var versions = settings.versions(name);
                TermText before = of(versions.isEmpty() ? null : versions.getFirst());
                if (before.epoch > epoch) return false;
                String body = edit.apply(before.body);
                if (before.epoch < epoch || !body.equals(before.body))
                    settings.write(name, before.number, term.node(), FIRST + epoch + '\n' + body);
                return true;
            } catch (ConflictException e) {
                if (i == TRIES) throw e;
            }
        }
    }
}
