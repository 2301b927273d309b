// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Addresses that this machine or another one holds.
///
/// @param group the name: its first address
/// @param addresses with their prefix lengths
/// @param interfaceName where the adverts go out
/// @param role initialize, backup, active or handing over
/// @param priority the one that counts now
/// @param configured the one of the file
/// @param active who advertises; null: nobody was heard, or this machine is active
/// @param since when it came into its role
/// @param reason why; null: nothing to say
/// @param transitions how often it has become active
/// @param sent adverts sent
/// @param received adverts received
/// @param refused packets thrown away, by reason
public record VirtualAddressStatus(
        String group,
        List<String> addresses,
        String interfaceName,
        int routerId,
        String role,
        int priority,
        int configured,
        @Nullable String active,
        Instant since,
        @Nullable String reason,
        long transitions,
        long sent,
        long received,
        Map<String, Long> refused) {}
