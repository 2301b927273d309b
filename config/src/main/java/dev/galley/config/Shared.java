// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

/// Whether a session table is known to all balancers that have the same store of sessions.
public enum Shared {
    ON,
    OFF
}
