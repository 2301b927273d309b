// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

/// An address of the client's connection.
public enum AddressClue implements Clue {
    /// The client's own.
    SOURCE,
    /// The one that it connected to.
    DESTINATION
}
