// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

/// How a pool brings clients back to the members that have their sessions: it remembers them, or
/// they carry a cookie that says so. Any thread.
///
/// @param <M> a member
public sealed interface Persistence<M> permits SessionTable, CookieSeal {}
