// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import dev.galley.pool.Traffic;

/// What went through one route.
///
/// @param route the route in words: `shop.example.com/images/** -> images`
public record RouteTraffic(String route, Traffic traffic) {}
