// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.client;

import dev.galley.rpc.CallException;
import org.jspecify.annotations.Nullable;

/// Makes a call again that has failed, where that does no harm.
interface Again {
    /// The next try; null: it is not made again.
    @Nullable Attempt after(CallException failure, Attempt failed);
}
