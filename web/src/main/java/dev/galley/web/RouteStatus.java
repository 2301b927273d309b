// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

/// A route of a listener.
///
/// @param route what it matches and where it leads: `shop.example.com/images/** -> images`
public record RouteStatus(String route, Totals traffic) {}
