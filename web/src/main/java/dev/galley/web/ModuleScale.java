// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

/// How the number of a module's replicas follows its load, as the cluster has agreed.
///
/// @param wanted how many there are to be now
/// @param because why, when that was said
/// @param min how many there are at least
/// @param max how many there are at the most
public record ModuleScale(int wanted, String because, int min, int max) {}
