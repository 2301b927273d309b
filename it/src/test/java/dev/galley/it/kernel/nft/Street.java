// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.nft;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A server's namespace between those of honest clients and of others.
final class Street implements AutoCloseable {
    static final String SERVER = "10.98.1.1", SERVER6 = "fd98:1::1";
    static final String CLIENT = "10.98.1.2", CLIENT6 = "fd98:1::2";

    private static final AtomicInteger COUNT = new AtomicInteger();

    final Namespace server = named("s"), client = named("c"), other = named("o");

    private static Namespace named(String what) {
        return new Namespace(
                "nf-%d-%d%s"
                        .formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet(), what));
    }

    Street() {
        // More addresses: of the client's /64, and of another one.
        client.connect(
                server,
                List.of(
                        "nf-c",
                        CLIENT + "/24",
                        "10.98.1.3/24",
                        "10.98.1.4/24",
                        CLIENT6 + "/64",
                        "fd98:1::3/64",
                        "fd98:2::2/64"),
                List.of("nf-s", SERVER + "/24", SERVER6 + "/64", "fd98:2::1/64"));
        other.connect(server, List.of("nf-o", "10.98.9.2/24"), List.of("nf-far", "10.98.9.1/24"));
        client.connected();
        other.connected();
        // Answers to forged sources must have a way to go, or the kernel takes no SYN of theirs.
        server.ip("route", "add", "default", "via", "10.98.9.2");
        other.ip("route", "add", "default", "via", "10.98.9.1");
    }

    @Override
    public void close() {
        client.close();
        other.close();
        server.close();
    }
}
