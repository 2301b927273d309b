// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster.farm;

import dev.galley.rpc.Service;

@Service
public interface Field {
    /// Takes some milliseconds, and tells which process did it.
    long work(int millis);
}
