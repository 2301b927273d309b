// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import java.util.ArrayDeque;

/// The numbers of the last minutes, of which the least and the greatest are asked.
final class Window {
    private record Noted(long at, int number) {}

    private final ArrayDeque<Noted> noted = new ArrayDeque<>();

    /// @param now in nanoseconds, never before that of the last call
    /// @param keep how far back numbers count, in nanoseconds
    void add(int number, long now, long keep) {
        noted.addLast(new Noted(now, number));
        while (now - noted.getFirst().at > keep) noted.removeFirst();
    }

    /// Of those that were added; there is one at least.
    int least() {
        return noted.stream().mapToInt(Noted::number).min().orElseThrow();
    }

    /// Of those that were added; there is one at least.
    int most() {
        return noted.stream().mapToInt(Noted::number).max().orElseThrow();
    }
}
