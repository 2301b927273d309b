// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.wire;

/// The other side does not keep to the protocol: its connection is closed, and it is told why.
final class WireException extends Exception {
    private static final long serialVersionUID = 1;

    WireException(String message) {
        super(message);
    }
}
