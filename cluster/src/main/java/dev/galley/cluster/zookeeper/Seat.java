// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.config.Address;
import java.util.zip.CRC32;

/// A server of the embedded ensemble, in the words of ZooKeeper. All about it follows from where
/// its node is called: so every node knows it of the others.
///
/// @param node where the node is called by RPC, at port P; ZooKeeper's clients come to P + 1, on
///   loopback alone, its servers to P + 2, and to P + 3 to elect
record Seat(Address node) {
    /// The number of the server.
    long id() {
        CRC32 sum = new CRC32();
        sum.update(node.toString().getBytes(UTF_8));
        return sum.getValue() + 1;
    }

    /// How its line begins.
    String address() {
        Address quorum = new Address(node.host(), node.port() + 2);
        return quorum + ":" + (node.port() + 3) + ":";
    }

    String voter() {
        return address() + "participant;" + client();
    }

    String observer() {
        return address() + "observer;" + client();
    }

    /// Where its own node is served.
    Address client() {
        return new Address("127.0.0.1", node.port() + 1);
    }

    /// Where it can be seen to run by other nodes.
    Address election() {
        return new Address(node.host(), node.port() + 3);
    }
}
