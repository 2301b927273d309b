// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec.chat;

/// What comes with a message.
public sealed interface Attachment {
    /// Like every record with an array, equal only to one with the very same array.
    @SuppressWarnings("ArrayRecordComponent") // that is how bytes are written in a contract
    record Image(int width, int height, byte[] preview) implements Attachment {}

    record Link(String url, double rank) implements Attachment {}
}
