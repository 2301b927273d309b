// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import dev.galley.reach.kernel.Destination;
import dev.galley.reach.kernel.Scheduler;
import dev.galley.reach.kernel.Service;
import java.util.List;
import java.util.StringJoiner;

/// How a rule chooses a member for what is new.
///
/// @param number the expression that takes a slot's number
/// @param slots who has them, from 0; empty: nobody serves
record Choice(String number, List<Destination> slots) {
    private static final String SEED = " seed 0x67616c65";

    static Choice of(Service service, List<Destination> members) {
        String family = service.key().isIpv6() ? "6" : "4";
        // Without a table of clients a hash is what brings them back.
        if (!service.persistence().isZero())
            return hash(Source.network(family, service.prefix()), members);
        return switch (service.scheduler()) {
            case ROUND_ROBIN -> turns(Slots.even(members));
            case WEIGHTED_ROUND_ROBIN, WEIGHTED_LEAST_CONNECTIONS -> turns(Slots.weighted(members));
            case SOURCE_HASH -> hash(Source.address(family), members);
            case SOURCE_PORT_HASH -> hash(Source.address(family) + " . th sport", members);
        };
    }

    private static Choice turns(List<Destination> slots) {
        return new Choice("numgen inc mod " + slots.size(), slots);
    }

    private static Choice hash(String what, List<Destination> members) {
        return new Choice("jhash " + what + " mod " + Slots.HASHED + SEED, Slots.hashed(members));
    }

    /// Whether the number of connections matters, which is not known here.
    static boolean counts(Scheduler scheduler) {
        return scheduler == Scheduler.WEIGHTED_LEAST_CONNECTIONS;
    }

    /// The statement that goes to the chain of the one that is chosen; empty: there is nobody.
    ///
    /// @param chain the letter of the chains
    String go(String chain, Forwarded.Place place) {
        if (slots.isEmpty()) return "";
        StringJoiner map = new StringJoiner(", ", " vmap { ", " }");
        for (int i = 0; i < slots.size(); i++)
            map.add(i + " : goto " + chain + place.of(slots.get(i)));
        return number + map;
    }
}
