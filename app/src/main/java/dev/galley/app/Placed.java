// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import dev.galley.config.Address;
import dev.galley.pool.Pool;
import dev.galley.rpc.Binding;
import dev.galley.rpc.Caller;
import dev.galley.rpc.Contract;
import dev.galley.rpc.server.Turnstile;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Modules that come and go while the process runs. But for {@link #drain} and {@link #inFlight}
/// under the lock of {@link Wiring}.
final class Placed {
    private final boolean is;
    private final Map<Contract<?>, Nearest> callers = new HashMap<>();
    private final Map<Contract<?>, Running> services = new HashMap<>();
    private final Map<String, Turnstile> turnstiles = new ConcurrentHashMap<>();
    private Map<String, List<Located>> where = Map.of();

    private record Running(List<Binding<?, ?>> bindings, Turnstile turnstile) {}

    /// @param is whether they do; if not, this stays empty
    Placed(boolean is) {
        this.is = is;
    }

    boolean is() {
        return is;
    }

    /// Who calls a service wherever it is.
    Caller caller(Contract<?> service, Caller elsewhere) {
        return callers.computeIfAbsent(
                service,
                s -> {
                    Nearest caller = new Nearest(s.name(), elsewhere);
                    Running here = services.get(s);
                    if (here != null) caller.is(here.bindings(), here.turnstile());
                    return caller;
                });
    }

    /// A service is here.
    void is(Contract<?> service, List<Binding<?, ?>> bindings, Turnstile turnstile) {
        services.put(service, new Running(bindings, turnstile));
        Nearest caller = callers.get(service);
        if (caller != null) caller.is(bindings, turnstile);
    }

    void here(String module, Turnstile turnstile) {
        turnstiles.put(module, turnstile);
    }

    boolean drain(String module, Duration patience) throws InterruptedException {
        Turnstile turnstile = turnstiles.get(module);
        if (turnstile == null) return true;
        turnstile.close();
        return turnstile.await(patience);
    }

    int inFlight(String module) {
        Turnstile turnstile = turnstiles.get(module);
        return turnstile == null ? 0 : turnstile.inside();
    }

    void ended(String module) {
        Turnstile turnstile = turnstiles.remove(module);
        if (turnstile == null) return;
        turnstile.close();
        services.entrySet()
                .removeIf(entry -> {
                    Nearest caller = callers.get(entry.getKey());
                    boolean its = entry.getValue().turnstile() == turnstile;
                    if (its && caller != null) caller.isNot();
                    return its;
                });
    }

    void located(Map<String, List<Located>> everywhere, Map<String, Remote> remotes) {
        where = Map.copyOf(everywhere);
        remotes.forEach((module, remote) -> follow(module, remote.pool()));
    }

    /// Gives a pool its members.
    void follow(String module, Pool pool) {
        if (is) pool.placed(module, addresses(module));
    }

    private List<Address> addresses(String module) {
        return where.getOrDefault(module, List.of()).stream().map(Located::address).toList();
    }

    List<String> nodesOf(String module) {
        return where.getOrDefault(module, List.of()).stream().map(Located::node).toList();
    }
}
