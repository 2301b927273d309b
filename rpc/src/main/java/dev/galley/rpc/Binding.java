// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc;

/// A method and what it does here.
public record Binding<Q, R>(Method<Q, R> method, Handler<Q, R> handler) {}
