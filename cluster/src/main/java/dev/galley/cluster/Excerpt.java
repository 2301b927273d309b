// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

/// What others are told of a text that somebody else has written: an entry of the coordination that
/// is too long takes its node out of the cluster.
public final class Excerpt {
    private static final String MORE = "...";

    private Excerpt() {}

    /// All of it, or its beginning.
    ///
    /// @param longest in characters, above 3
    public static String of(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - MORE.length()) + MORE;
    }
}
