// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import dev.galley.rpc.Service;
import java.util.List;
import java.util.stream.LongStream;

/// What the jobs of these tests are made of.
@Service
public interface Sums {
    Sum sum(Range range);

    /// Numbers that are added.
    ///
    /// @param to the first one after them
    record Range(long from, long to) {
        List<Range> halves() {
            if (to - from < 2) return List.of();
            long middle = (from + to) / 2;
            return List.of(new Range(from, middle), new Range(middle, to));
        }

        Sum sum() {
            return new Sum(LongStream.range(from, to).sum(), 1);
        }
    }

    /// What they give together.
    ///
    /// @param parts how many it is of
    record Sum(long value, int parts) {
        Sum plus(Sum other) {
            return new Sum(value + other.value, parts + other.parts);
        }
    }
}
