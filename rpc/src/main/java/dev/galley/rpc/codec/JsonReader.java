// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

/// Reads JSON (RFC 8259) from UTF-8, within {@link Limits}.
public final class JsonReader {}
