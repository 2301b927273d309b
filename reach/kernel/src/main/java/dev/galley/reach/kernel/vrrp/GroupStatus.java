// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to be seen of a group of virtual addresses, as of one moment.
///
/// @param group its name: its first address
/// @param addresses with their prefix lengths
/// @param priority the one that counts, 1 to 255
/// @param active whose advert was heard last; null: nobody's, or this machine is active
/// @param since when it came into its role
/// @param reason why
/// @param transitions how often it has become active
/// @param sent adverts so far
/// @param received adverts of this group so far
/// @param refused packets thrown away so far
public record GroupStatus(
        String group,
        List<String> addresses,
        String interfaceName,
        int routerId,
        Role role,
        int priority,
        int configured,
        @Nullable String active,
        Instant since,
        String reason,
        long transitions,
        long sent,
        long received,
        Map<Refusal, Long> refused) {}
