// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

/// What a packet of protocol 112 has turned out to be.
sealed interface Heard permits Advert, Refusal {}
