// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

/// Writes the protobuf wire format backwards, from the end of a growing array to its front: so the
/// length of a nested message is known when it is to be written, and nothing is measured first.
///
/// One thread at a time; may be used again after a reset.
public final class Writer {}
