// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import java.nio.charset.StandardCharsets;

/// A pattern of paths: `*` stands for any characters within a segment, `**` for any characters;
/// `/a/**` also means `/a` itself; a pattern that does not begin with a slash (`*.php`) is matched
/// against the last segment.
final class Glob {
    private final byte[] pattern;
    private final boolean lastSegment;
    private final boolean below;

    Glob(String text) {
        this.lastSegment = !text.startsWith("/");
        this.below = text.endsWith("/**");
        this.pattern = text.getBytes(StandardCharsets.US_ASCII);
    }

    boolean test(byte[] path, int from, int to) {
        int start = from;
        if (lastSegment) {
            start = to;
            while (start > from && path[start - 1] != '/') start--;
        }
        return match(0, path, start, to) || (below && prefix(path, start, to));
    }

    private boolean prefix(byte[] path, int from, int to) {
        int length = pattern.length - 3;
        return java.util.Arrays.equals(path, from, to, pattern, 0, length);
    }

    /// The classic walk with one point to come back to for each kind of star: linear for one star,
    /// at worst the product of the lengths.
    private boolean match(int start, byte[] path, int from, int to) {
        int p = start, s = from, starP = -1, starS = 0, deepP = -1, deepS = 0;
        while (s < to) {
            if (p + 1 < pattern.length && pattern[p] == '*' && pattern[p + 1] == '*') {
                deepP = p += 2;
                deepS = s;
                starP = -1;
            } else if (p < pattern.length && pattern[p] == '*') {
                starP = ++p;
                starS = s;
            } else if (p < pattern.length && pattern[p] == path[s]) {
                p++;
                s++;
            } else if (starP >= 0 && path[starS] != '/') {
                p = starP;
                s = ++starS;
            } else if (deepP >= 0) {
                p = deepP;
                s = ++deepS;
                starP = -1;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') p++;
        return p == pattern.length;
    }
}
