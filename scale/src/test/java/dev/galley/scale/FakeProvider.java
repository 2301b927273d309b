// SPDX-License-Identifier: Apache-2.0
package dev.galley.scale;

import dev.galley.config.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Runs nothing, and says that it does.
final class FakeProvider implements Provider {
    final int port;
    final List<Instance> running = new ArrayList<>();
    final List<String> stopped = new ArrayList<>();
    boolean seesAll;
    String broken = "";
    int next = 1;

    FakeProvider(int port) {
        this.port = port;
    }

    void add() {
        int n = next++;
        running.add(new Instance("i" + n, new Address("127.0.1." + n, port)));
    }

    @Override
    public List<Instance> running() {
        return List.copyOf(running);
    }

    @Override
    public boolean seesAll() {
        return seesAll;
    }

    @Override
    public void grow(int number) throws ProviderException {
        if (!broken.isEmpty()) throw new ProviderException(broken);
        while (running.size() < number) add();
    }

    @Override
    public void stop(Instance instance) {
        running.remove(instance);
        stopped.add(instance.id());
    }

    @Override
    public Duration pause() {
        return Duration.ofMillis(10);
    }

    @Override
    public void close() {
        running.clear();
    }
}
