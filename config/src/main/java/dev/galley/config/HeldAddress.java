// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import org.jspecify.annotations.Nullable;

/// One of the addresses that move together. A bare address is short for `{address: ADDRESS}`.
///
/// @param interface_ null: that of its group
public record HeldAddress(
        @Setting(value = "The address, with its prefix length.", bare = true)
                InterfaceAddress address,
        @Setting(
                        value =
                                "The interface that gets it; absent: that of the adverts. For the"
                                        + " gateway address on the inside, with via: nat.",
                        form = Form.INTERFACE)
                @Nullable String interface_) {
    public HeldAddress {
        Rules.check(HeldAddress.class, address, interface_);
    }
}
