// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster.farm;

import dev.galley.rpc.Module;
import java.util.concurrent.locks.LockSupport;

@Module("field")
public final class FieldHere implements Field {
    public FieldHere() {}

    @Override
    public long work(int millis) {
        long until = System.nanoTime() + millis * 1_000_000L;
        while (System.nanoTime() - until < 0) LockSupport.parkNanos(until - System.nanoTime());
        return ProcessHandle.current().pid();
    }
}
