// SPDX-License-Identifier: Apache-2.0
package shop.page;

import dev.galley.config.Address;
import dev.galley.config.bind.Setting;
import java.util.List;

/// What the page is told.
public record PageConfig(
        @Setting(
                        value =
                                "Where it listens: at the first of these that is free, so that"
                                        + " several processes on one machine can have the same"
                                        + " configuration.",
                        min = "1")
                List<Address> bind,
        @Setting(
                        value = "How many connections it has at a time; others wait.",
                        byDefault = "10000",
                        min = "1",
                        max = "1000000")
                int connections) {}
