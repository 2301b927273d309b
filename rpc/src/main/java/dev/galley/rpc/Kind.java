// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

/// Which side of a method streams.
public enum Kind {
    UNARY,
    SERVER_STREAM,
    CLIENT_STREAM,
    BOTH_STREAM;

    public boolean clientStreams() {
        return this == CLIENT_STREAM || this == BOTH_STREAM;
    }

    public boolean serverStreams() {
        return this == SERVER_STREAM || this == BOTH_STREAM;
    }
}
