// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.config.Address;
import dev.galley.config.AppConfig;
import dev.galley.net.Front;
import dev.galley.net.Loops;
import dev.galley.rpc.Caller;
import dev.galley.rpc.Contract;
import dev.galley.rpc.client.Options;
import dev.galley.rpc.http.Http1Face;
import dev.galley.rpc.http.Http2Face;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.wire.Secret;
import dev.galley.rpc.wire.Terms;
import dev.galley.rpc.wire.WireFace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How modules reach each other: in one process as plain methods, else through the pool of the
/// nodes that run the module; with faults over the wire, always.
final class Wiring implements AutoCloseable {
    private final AppConfig config;
    private final @Nullable String node;
    private final Program program;
    private final Loops loops;
    private final @Nullable Faults faults;
    private final Terms terms;
    private final @Nullable Address address;
    private final Map<Contract<?>, Object> local = new HashMap<>();
    private final Map<Contract<?>, Late> late = new HashMap<>();
    private final Map<String, Caller> callers = new HashMap<>();
    private final List<AutoCloseable> paths = new ArrayList<>();

    /// What other nodes call; null: there are none.
    private final @Nullable Server outside;

    /// What modules of this process call if all calls go over the wire; it serves on while no more
    /// calls are taken from outside.
    private final @Nullable Server inside;

    /// @param faults null: none
    Wiring(
            AppConfig config,
            @Nullable String node,
            Program program,
            Loops loops,
            @Nullable Faults faults) {
        this.config = config;
        this.node = node;
        this.program = program;
        this.loops = loops;
        this.faults = faults;
        this.terms = terms(config.secret(), node == null ? "app" : node);
        this.address = address(config, node);
        this.outside = address == null ? null : server();
        this.inside = faults == null ? null : server();
    }

    private static Terms terms(@Nullable String secret, String name) {
        Terms open = Terms.of(name);
        return secret == null ? open : open.withSecret(new Secret(secret.getBytes(UTF_8)));
    }

    private Server server() {
        return new Server(
                loops, List.of(new WireFace(terms), new Http2Face(terms), new Http1Face(terms)));
    }

    /// Whether a module runs in this process.
    boolean isHere(String module) {
        AppConfig.Node mine = node == null ? null : config.nodes().get(node);
        return mine == null || mine.runs(module);
    }

    /// What a module is given for a service that it needs.
    synchronized Object given(Contract<?> service) throws IOException {
        String module = program.server(service).name();
        if (faults != null || !isHere(module)) return service.stub(caller(module));
        Object known = local.get(service);
        if (known != null) return known;
        return service.stub(late.computeIfAbsent(service, s -> new Late(s.name())));
    }

    private Caller caller(String module) throws IOException {
        Caller known = callers.get(module);
        if (known != null) return known;
        Caller caller = faults == null ? remote(module) : faulty(module, faults);
        callers.put(module, caller);
        return caller;
    }

    private Caller remote(String module) {
        Remote remote = Remote.of(module, addresses(module), loops, Options.of(terms));
        paths.add(remote);
        return remote.client();
    }

    private static @Nullable Address address(AppConfig config, @Nullable String node) {
        AppConfig.Node there = node == null ? null : config.nodes().get(node);
        return there == null ? null : there.bind();
    }

    /// Where a module runs.
    private List<Address> addresses(String module) {
        return config.nodesOf(module).stream()
                .map(other -> Objects.requireNonNull(address(config, other)))
                .toList();
    }

    private Caller faulty(String module, Faults by) throws IOException {
        List<Supplier<InetSocketAddress>> where = new ArrayList<>();
        Server own = inside;
        if (own != null && isHere(module)) where.add(own::address);
        else
            for (Address there : addresses(module))
                where.add(() -> new InetSocketAddress(there.host(), there.port()));
        Faults.Path path = by.path(module, where, loops, Options.of(terms));
        paths.add(path);
        return path.caller();
    }

    /// A module is there from now on.
    synchronized void made(Blueprint module, Object instance) {
        for (Contract<?> service : module.serves()) made(service, instance);
    }

    private <S> void made(Contract<S> service, Object instance) {
        S target = service.type().cast(instance);
        local.put(service, service.local(target));
        Late waiting = late.get(service);
        if (waiting != null) waiting.is(service.bind(target));
        if (outside != null) outside.serve(service.bind(target));
        if (inside != null) inside.serve(service.bind(target));
    }

    /// Lets callers in.
    void serve() throws IOException {
        if (inside != null) inside.bind(new Address("127.0.0.1", 0), Front.OPEN);
        if (outside != null && address != null) outside.bind(address, Front.OPEN);
    }

    /// Where other nodes call this one; null: they don't.
    @Nullable Address address() {
        return address;
    }

    boolean drain(Duration patience) throws InterruptedException {
        return outside == null || outside.drain(patience);
    }

    /// Ends what other nodes have under way here.
    void refuse() {
        if (outside != null) outside.close();
    }

    @Override
    public void close() {
        if (inside != null) inside.close();
        for (AutoCloseable path : paths) close(path);
    }

    private static void close(AutoCloseable path) {
        try {
            path.close();
        } catch (Exception e) {
            throw new IllegalStateException("neither remotes nor doors fail to close", e);
        }
    }
}
