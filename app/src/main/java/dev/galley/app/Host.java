// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import dev.galley.net.Loops;
import dev.galley.pool.Pool;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The process that modules run in, as they see it.
///
/// @param seen given each pool of nodes that modules are called by, before it is used
/// @param provided what a module is given for an interface with {@link dev.galley.rpc.Provided};
///   null: this process has none
/// @param placed whether modules come and go while it runs ({@link App#begin}), here and on other
///   nodes; if not, the configuration says where they are
/// @param opened told when a module has opened an endpoint
public record Host(
        Loops loops,
        Consumer<Pool> seen,
        Function<Class<?>, @Nullable Object> provided,
        boolean placed,
        Runnable opened) {
    /// One that provides nothing of its own, and whose modules stay where they are.
    public Host(Loops loops, Consumer<Pool> seen) {
        this(loops, seen, _ -> null, false, () -> {});
    }
}
