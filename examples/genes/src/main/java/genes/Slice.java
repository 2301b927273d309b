// SPDX-License-Identifier: Apache-2.0
package genes;

import java.util.List;

/// The sequences of a file that begin between two offsets.
///
/// @param from in bytes
/// @param to the first byte after it
public record Slice(long from, long to) {
    /// Two that are half as long.
    ///
    /// @param most how long one may be that is not divided, in bytes
    /// @return empty: it is no longer than that
    public List<Slice> halves(long most) {
        if (to - from <= most) return List.of();
        long middle = (from + to) >>> 1;
        return List.of(new Slice(from, middle), new Slice(middle, to));
    }
}
