// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Identified;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Addresses that one of several machines holds: a virtual router of VRRP version 3 (RFC 9568).
public record VirtualAddressConfig(
        @Setting(
                        value =
                                "The address, or several that move together. The first one's family"
                                        + " is that of the adverts.",
                        min = "1",
                        max = "20")
                List<HeldAddress> address,
        @Setting(
                        value = "The interface of the adverts, which gets the addresses.",
                        form = Form.INTERFACE)
                String interface_,
        @Setting(
                        value =
                                "The number of this group of machines among all that the network"
                                        + " has.",
                        min = "1",
                        max = "255")
                int routerId,
        @Setting(
                        value =
                                "Who has the highest holds the addresses; 255 does not wait for"
                                        + " others when it starts.",
                        byDefault = "100",
                        min = "1",
                        max = "255")
                int priority,
        @Setting(
                        value =
                                "Time between adverts; after three and a little of silence another"
                                        + " one takes over.",
                        byDefault = "1s",
                        min = "10ms",
                        max = "40s")
                Duration advert,
        @Setting(
                        value = "Whether a lower priority that holds the addresses is relieved.",
                        byDefault = "true")
                boolean preempt,
        @Setting(value = "How long it is watched before.", byDefault = "0s", max = "1h")
                Duration preemptDelay,
        @Setting(
                        value =
                                "The other machines' own addresses, where the network has no"
                                        + " multicast; absent: multicast.",
                        max = "64")
                List<IpAddress> peers,
        @Setting(
                        value =
                                "What the checksum over IPv4 covers: rfc9568, or rfc5798 for peers"
                                        + " such as keepalived.",
                        byDefault = "rfc9568")
                AdvertChecksum checksum,
        @Setting(value = "What lowers the priority while it is wrong.", max = "32")
                List<TrackConfig> track)
        implements Identified {
    private static final long CENTISECOND_MILLIS = 10;

    /// Which virtual router that is: no interface has two of one number and family.
    public record Id(String interfaceName, int routerId, boolean six) {
        @Override
        public String toString() {
            return "router-id " + routerId + " on " + interfaceName;
        }
    }

    public VirtualAddressConfig {
        Rules.check(
                VirtualAddressConfig.class,
                address,
                interface_,
                routerId,
                priority,
                advert,
                preempt,
                preemptDelay,
                peers,
                checksum,
                track);
        if (advert.toMillis() % CENTISECOND_MILLIS != 0)
            throw new IllegalArgumentException("advert must be a multiple of 10ms");
        if (!preempt && !preemptDelay.isZero())
            throw new IllegalArgumentException("preempt-delay is of no use without preempt");
        boolean six = six(address.getFirst().address().address());
        for (IpAddress peer : peers)
            if (six(peer.address()) != six)
                throw new IllegalArgumentException(
                        "peers must be of the first address's family: " + peer + " is not");
    }

    /// What it is called: its first address.
    public String name() {
        return IpAddress.text(address.getFirst().address().address());
    }

    /// Whether adverts go over IPv6.
    public boolean six() {
        return six(address.getFirst().address().address());
    }

    @Override
    public @Nullable Object identity() {
        return new Id(interface_, routerId, six());
    }

    private static boolean six(InetAddress address) {
        return address instanceof Inet6Address;
    }
}
