// SPDX-License-Identifier: Apache-2.0
package dev.galley.config.bind;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What somebody may have meant: the nearest word by edits.
public final class Nearest {
    private Nearest() {}

    /// `; did you mean "policy"?`, or all there are if none is near.
    public static String hint(String wrong, Collection<String> words) {
        String near = of(wrong, words);
        if (near != null) return "; did you mean \"" + near + "\"?";
        return words.isEmpty() ? "; there are none" : "; there are: " + String.join(", ", words);
    }

    /// The word that takes the fewest edits, at most one for each three letters of it (but 1 at
    /// least); null if there is none.
    static @Nullable String of(String wrong, Collection<String> words) {
        String lower = wrong.toLowerCase(Locale.ROOT).replace('_', '-');
        return words.stream()
                .filter(w -> Math.abs(w.length() - lower.length()) <= reach(w))
                .filter(w -> distance(lower, w.toLowerCase(Locale.ROOT)) <= reach(w))
                .min(Comparator.comparingInt(w -> distance(lower, w.toLowerCase(Locale.ROOT))))
                .orElse(null);
    }

    private static int reach(String word) {
        return Math.max(1, word.length() / 3);
    }

    /// Insertions, deletions, changes and swaps of neighbours that make one of the other: the
    /// restricted Damerau-Levenshtein distance (optimal string alignment).
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) d[i][0] = i;
        for (int j = 0; j <= b.length(); j++) d[0][j] = j;
        for (int i = 1; i <= a.length(); i++)
            for (int j = 1; j <= b.length(); j++) d[i][j] = step(a, b, d, i, j);
        return d[a.length()][b.length()];
    }

    private static int step(String a, String b, int[][] d, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
