// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.cluster.farm;

import dev.galley.rpc.Service;

@Service
public interface Well {
    /// Tells which process did it.
    long draw();
}
