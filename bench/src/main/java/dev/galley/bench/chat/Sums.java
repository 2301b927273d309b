// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.chat;

import dev.galley.rpc.Service;

/// A service that does next to nothing.
@Service
public interface Sums {
    int add(int one, int other);
}
