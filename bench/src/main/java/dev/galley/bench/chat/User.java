// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.chat;

/// Who writes and reads.
public record User(long id, String name, boolean online) {}
