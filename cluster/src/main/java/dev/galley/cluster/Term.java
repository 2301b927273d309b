// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

/// A time in which a node holds a role.
///
/// @param epoch greater than that of every earlier term of this role
public record Term(String role, String node, Epoch epoch) {}
