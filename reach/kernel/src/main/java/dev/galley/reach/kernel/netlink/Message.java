// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.netlink;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// One message from the kernel (netlink(7)).
///
/// @param body what follows the header, in the host's byte order, from 0 to its limit
public record Message(int type, int flags, int sequence, ByteBuffer body) {
    private static final int HEADER = 16;

    /// The messages of one datagram, from position to limit.
    ///
    /// @throws ProtocolException if a length does not fit
    static List<Message> parse(ByteBuffer datagram) throws ProtocolException {
        List<Message> messages = new ArrayList<>();
        ByteBuffer rest = datagram.slice().order(ByteOrder.nativeOrder());
        while (rest.remaining() >= HEADER) {
            int start = rest.position();
            int length = rest.getInt(start);
            if (length < HEADER || length > rest.remaining())
                throw new ProtocolException(
                        "a message of " + length + " bytes where " + rest.remaining() + " are");
            messages.add(
                    new Message(
                            rest.getShort(start + 4) & 0xFFFF,
                            rest.getShort(start + 6) & 0xFFFF,
                            rest.getInt(start + 8),
                            rest.slice(start + HEADER, length - HEADER)
                                    .order(ByteOrder.nativeOrder())));
            rest.position(start + Math.min((length + 3) & ~3, rest.remaining()));
        }
        return messages;
    }

    /// The attributes after the family's own structure.
    ///
    /// @param structure that structure's size in bytes
    public Attributes attributes(int structure) throws ProtocolException {
        if (body.remaining() < structure)
            throw new ProtocolException(
                    "a message of " + body.remaining() + " bytes, not " + structure);
        return Attributes.parse(body.slice(structure, body.remaining() - structure));
    }
}
