// SPDX-License-Identifier: Apache-2.0
/// A program whose modules can be moved about, and tell afterwards what they did where.
package dev.galley.it.cluster.farm;
