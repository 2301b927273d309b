// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

/// Reads the protobuf wire format from an array, within {@link Limits}. One thread at a time.
public final class Reader {}
