// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.vrrp;

import dev.galley.config.Config;
import dev.galley.config.VirtualAddressConfig;
import dev.galley.reach.kernel.vrrp.GroupStatus;
import dev.galley.reach.kernel.vrrp.Role;
import dev.galley.reach.kernel.vrrp.Vrrp;
import dev.galley.reach.kernel.vrrp.Watcher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/// Galley's part in who holds the addresses, on a machine of the test, in this process.
final class Router implements Watcher, AutoCloseable {
    /// What was told: `10.0.0.100 ACTIVE: no advert for 0.36 s`.
    final List<String> told = new CopyOnWriteArrayList<>();

    private final Vrrp vrrp;

    /// @param groups the lines of `virtual-addresses` in the file
    Router(Host host, String... groups) {
        vrrp = host.call(() -> Vrrp.start(this));
        apply(groups);
    }

    void apply(String... groups) {
        vrrp.apply(parse(groups));
    }

    private static List<VirtualAddressConfig> parse(String... groups) {
        String yaml = "virtual-addresses: [" + String.join(", ", groups) + "]";
        return Config.parse("test", yaml, Map.of()).virtualAddresses();
    }

    void lower(String group, int by) {
        vrrp.lower(parse(group).getFirst(), by);
    }

    GroupStatus status(String group) {
        return vrrp.status().stream()
                .filter(status -> status.group().equals(group))
                .findFirst()
                .orElseThrow();
    }

    Role role(String group) {
        return status(group).role();
    }

    void await(String group, Role role) {
        soon(() ->
                vrrp.status().stream().anyMatch(s -> s.group().equals(group) && s.role() == role));
    }

    /// Hands all over, and waits until that is done.
    void handOver() {
        vrrp.handOver();
        soon(vrrp::idle);
    }

    interface Truth {
        boolean holds();
    }

    /// Waits until it is so; 30 s at the most.
    static void soon(Truth truth) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(truth::holds);
    }

    @Override
    public void changed(String group, Role before, Role now, String reason) {
        told.add(group + " " + now + ": " + reason);
    }

    @Override
    public void warn(String group, String text) {
        told.add(group + " warning: " + text);
    }

    @Override
    public void close() {
        vrrp.close();
    }
}
