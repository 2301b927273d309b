// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.netlink;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;

/// A family of generic netlink, known by its name (the kernel's genetlink.h): which message type it
/// has in this kernel.
///
/// @param version of its protocol
public record GenericFamily(int type, int version) {
    /// The size of the structure before the attributes: command, version, reserved.
    public static final int HEADER = 4;

    private static final int CONTROL = 0x10, GET_FAMILY = 3, ID = 1, NAME = 2;

    /// Asks for a family; the kernel loads its module if it can.
    ///
    /// @throws dev.galley.reach.kernel.system.KernelException ENOENT if this kernel has none
    public static GenericFamily find(Netlink netlink, String name, int version) throws IOException {
        Request request =
                new GenericFamily(CONTROL, 1)
                        .request("find " + name + " in this kernel", GET_FAMILY, 0)
                        .string(NAME, name);
        List<Message> answers = netlink.call(request);
        if (answers.isEmpty()) throw new ProtocolException("no answer for " + name);
        return new GenericFamily(answers.getFirst().attributes(HEADER).u16(ID), version);
    }

    /// A request to this family, without attributes yet.
    ///
    /// @param flags as those of [Request]
    public Request request(String what, int command, int flags) {
        return new Request(what, type, flags)
                .structure(new byte[] {(byte) command, (byte) version, 0, 0});
    }
}
