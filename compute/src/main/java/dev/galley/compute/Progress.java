// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

/// How far a job has come.
///
/// @param share how much of it is done, 0 to 1; never falls. Each part that the job began with is
///   as much as any other, and what it falls into are equal shares of it
/// @param done parts that are in the result
/// @param running parts that are at a node
/// @param waiting parts that are not; more come of those that fall into smaller ones
/// @param again how often a part was begun anew because its node had failed or died
/// @param hedged how often a part was begun a second time because it took long
public record Progress(double share, int done, int running, int waiting, int again, int hedged) {}
