// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

/// Writes JSON (RFC 8259) as UTF-8.
public final class JsonWriter {}
