// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app.tally;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;

/// Keeps account of what was executed.
@Service
public interface Tally {
    /// Not to be made twice.
    ///
    /// @return the number of the call
    long mark(long call);

    @Idempotent
    long look(long call);
}
