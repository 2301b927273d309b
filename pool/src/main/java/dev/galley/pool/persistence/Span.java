// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

/// A part of an array, `b[from..to)`, as one number: so that finding one allocates nothing.
public final class Span {
    /// There is none.
    public static final long NONE = -1;

    private Span() {}

    public static long of(int from, int to) {
        return (long) from << 32 | to;
    }

    public static int from(long span) {
        return (int) (span >>> 32);
    }

    public static int to(long span) {
        return (int) span;
    }
}
