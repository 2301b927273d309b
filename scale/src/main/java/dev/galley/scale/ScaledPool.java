// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.config.ProviderConfig;
import dev.galley.config.ScaleConfig;
import dev.galley.pool.Pool;
import java.util.function.Consumer;

/// A pool whose members come and go with its load. Any thread.
public final class ScaledPool implements AutoCloseable {
    private final Fleet fleet;
    private final Autoscaler autoscaler;

    private ScaledPool(Pool pool, ScaleConfig config, Consumer<String> tell) {
        fleet = new Fleet(pool, config, provider(pool, config.by(), tell), tell, System::nanoTime);
        autoscaler = Autoscaler.start(fleet, config.min(), config.max(), config.target(), tell);
    }

    /// Begins.
    ///
    /// @param tell told what happens, in a few words each
    public static ScaledPool start(Pool pool, ScaleConfig config, Consumer<String> tell) {
        return new ScaledPool(pool, config, tell);
    }

    private static Provider provider(Pool pool, ProviderConfig by, Consumer<String> tell) {
        return switch (by) {
            case ProviderConfig.Processes processes ->
                    new Processes(pool.name(), processes, System::nanoTime);
            case ProviderConfig.Kubernetes kubernetes -> new Kubernetes(kubernetes);
            case ProviderConfig.Hooks hooks ->
                    new Hooks(pool.name(), hooks, tell, System::nanoTime);
        };
    }

    /// How it stands.
    ///
    /// @param wanted how many members there are to be
    /// @param because why
    /// @param starting have not served yet
    /// @param leaving are drained, or being stopped
    /// @param started how many there have been
    /// @param ended how many of those have been stopped, or have ended
    /// @param trouble what goes wrong; empty: nothing
    public record Status(
            int wanted,
            String because,
            int starting,
            int leaving,
            long started,
            long ended,
            String trouble) {}

    /// How it stands.
    public Status status() {
        Decision last = autoscaler.last();
        Fleet.Standing now = fleet.standing();
        return new Status(
                last.wanted(),
                last.because(),
                now.starting(),
                now.leaving(),
                now.started(),
                now.ended(),
                now.trouble());
    }

    /// Goes on with this, which has the same provider.
    public void configure(ScaleConfig changed) {
        fleet.configure(changed);
        autoscaler.configure(changed.min(), changed.max(), changed.target());
    }

    /// Lets go of all members that it has taken in, as those are drained, and ends processes that
    /// it has started. Pods, and what hooks have started, go on.
    @Override
    public void close() {
        autoscaler.close();
        fleet.end();
    }
}
