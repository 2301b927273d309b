// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.placement;

import dev.galley.config.Address;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What makes and ends the modules of this process. Of one module one method is called at a time.
public interface Runner {
    /// Makes a module, and lets calls in.
    ///
    /// @param may asked for each call: whether the module may serve it
    /// @return why it could not be made; null: it runs
    @Nullable String begin(String module, BooleanSupplier may);

    /// Refuses calls from now on, in a way that sends them elsewhere, and waits for those under
    /// way.
    ///
    /// @return whether they have ended within `patience`
    boolean drain(String module, Duration patience) throws InterruptedException;

    /// Closes a module; what it has under way fails.
    void end(String module);

    /// Where a module serves besides its calls.
    List<Address> endpoints(String module);

    /// Whether what modules answer from is ready.
    boolean ready();
}
