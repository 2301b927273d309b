// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec.chat;

public enum Kind {
    TEXT,
    NOTICE
}
