// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Requests, bytes and durations, counted by one writer a cell and summed by the reader.
///
/// Each writer has an array of its own, made when it first counts: an idle member costs some 50
/// bytes. Only its writer writes it, so a plain read and an opaque write do; a reader sees each
/// number whole, though not all of them at one instant.
public final class Traffic {
    /// Upper bounds of the duration buckets, in microseconds; one more bucket holds what is slower.
    public static final List<Long> BOUNDS_MICROS =
            List.of(
                    100L,
                    250L,
                    500L,
                    1_000L,
                    2_500L,
                    5_000L,
                    10_000L,
                    25_000L,
                    50_000L,
                    100_000L,
                    250_000L,
                    500_000L,
                    1_000_000L,
                    2_500_000L,
                    5_000_000L,
                    10_000_000L);

    private static final long[] BOUNDS_NANOS =
            BOUNDS_MICROS.stream().mapToLong(micros -> micros * 1_000).toArray();

    /// A cell: a cache line to keep neighbours off, requests by class (0: no valid status), bytes
    /// in and out, the sum of the durations, the buckets, and a cache line again.
    private static final int PAD = 8;

    private static final int CLASSES = 6;
    private static final int BYTES_IN = PAD + CLASSES;
    private static final int BYTES_OUT = BYTES_IN + 1;
    private static final int NANOS = BYTES_OUT + 1;
    private static final int BUCKETS = NANOS + 1;
    private static final int CELL = BUCKETS + BOUNDS_NANOS.length + 1 + PAD;

    private static final VarHandle NUMBER = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[][].class);

    private final long[] @Nullable [] cells;

    /// @param writers how many writers there are; each uses its own number from 0
    public Traffic(int writers) {
        cells = new long[writers][];
    }

    /// Counts a finished request. Only the thread that owns `writer` may call it.
    ///
    /// @param status the status sent to the client
    /// @param nanos how long the request took
    public void record(int writer, int status, long bytesIn, long bytesOut, long nanos) {
        long[] cell = cell(writer);
        int group = status >= 100 && status < 600 ? status / 100 : 0;
        add(cell, PAD + group, 1);
        add(cell, BYTES_IN, bytesIn);
        add(cell, BYTES_OUT, bytesOut);
        add(cell, NANOS, nanos);
        add(cell, BUCKETS + bucket(nanos), 1);
    }

    /// Counts what somebody else has moved, and tells no more of than this: neither status nor
    /// duration. Only the thread that owns `writer` may call it.
    public void count(int writer, long requests, long bytesIn, long bytesOut) {
        long[] cell = cell(writer);
        add(cell, PAD, requests);
        add(cell, BYTES_IN, bytesIn);
        add(cell, BYTES_OUT, bytesOut);
    }

    private long[] cell(int writer) {
        long[] cell = cells[writer];
        if (cell != null) return cell;
        long[] made = new long[CELL];
        SLOT.setRelease(cells, writer, made);
        return made;
    }

    /// What all writers have counted so far. Any thread.
    public Totals totals() {
        long[] sum = new long[CELL];
        for (int writer = 0; writer < cells.length; writer++) {
            long[] cell = (long[]) SLOT.getAcquire(cells, writer);
            if (cell != null)
                for (int i = 0; i < CELL; i++) sum[i] += (long) NUMBER.getOpaque(cell, i);
        }
        return new Totals(
                list(sum, PAD, CLASSES),
                sum[BYTES_IN],
                sum[BYTES_OUT],
                sum[NANOS],
                list(sum, BUCKETS, BOUNDS_NANOS.length + 1));
    }

    private static void add(long[] cell, int index, long amount) {
        NUMBER.setOpaque(cell, index, cell[index] + amount);
    }

    /// The number of the bucket that counts a duration, from 0.
    public static int bucket(long nanos) {
        int i = 0;
        while (i < BOUNDS_NANOS.length && nanos > BOUNDS_NANOS[i]) i++;
        return i;
    }

    private static List<Long> list(long[] numbers, int from, int count) {
        return LongStream.of(Arrays.copyOfRange(numbers, from, from + count)).boxed().toList();
    }

    /// The sums.
    ///
    /// @param byClass requests by the first digit of their status, 0 to 5; 0: no valid status
    /// @param nanos all durations together
    /// @param byDuration requests by duration, a bucket for each of [#BOUNDS_MICROS] (not
    ///   cumulative) and one for what is slower
    public record Totals(
            List<Long> byClass, long bytesIn, long bytesOut, long nanos, List<Long> byDuration) {
        /// All requests.
        public long requests() {
            return byClass.stream().mapToLong(Long::longValue).sum();
        }
    }
}
