// SPDX-License-Identifier: Apache-2.0

import java.net.NetworkInterface;
import java.util.concurrent.locks.LockSupport;

/// Looks twice a millisecond whether both machines hold the virtual address.
final class Holders {
    private volatile boolean one, two;
    private volatile long nanos;

    Holders(Segment segment) {
        segment.one.start(() -> {
            while (true) {
                one = holds();
                LockSupport.parkNanos(250_000);
            }
        });
        segment.two.start(() -> {
            long before = System.nanoTime();
            while (true) {
                two = holds();
                long now = System.nanoTime();
                if (one && two) nanos += now - before;
                before = now;
                LockSupport.parkNanos(250_000);
            }
        });
    }

    private static boolean holds() throws Exception {
        return NetworkInterface.getByInetAddress(Segment.VIRTUAL) != null;
    }

    /// How long so far, in milliseconds.
    double both() {
        return nanos / 1e6;
    }
}
