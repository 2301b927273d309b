// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.chat;

public enum Kind {
    TEXT,
    NOTICE
}
