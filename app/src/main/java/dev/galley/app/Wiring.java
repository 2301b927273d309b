// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.config.Address;
import dev.galley.config.AppConfig;
import dev.galley.config.AppTlsConfig;
import dev.galley.config.ModulePoolConfig;
import dev.galley.config.PoolConfig;
import dev.galley.net.Front;
import dev.galley.net.Loops;
import dev.galley.net.tls.TlsClient;
import dev.galley.pool.Pool;
import dev.galley.rpc.Binding;
import dev.galley.rpc.Caller;
import dev.galley.rpc.Contract;
import dev.galley.rpc.client.Client;
import dev.galley.rpc.client.Options;
import dev.galley.rpc.http.Http1Face;
import dev.galley.rpc.http.Http2Face;
import dev.galley.rpc.server.Dispatcher;
import dev.galley.rpc.server.Server;
import dev.galley.rpc.server.Tally;
import dev.galley.rpc.server.Turnstile;
import dev.galley.rpc.wire.Secret;
import dev.galley.rpc.wire.Terms;
import dev.galley.rpc.wire.WireFace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How modules reach each other: in one process as plain methods, else through the pool of the
/// nodes that run the module; with faults over the wire, always.
final class Wiring implements AutoCloseable {
    private AppConfig config;
    private final @Nullable String node;
    private final Program program;
    private final Loops loops;
    private final @Nullable Faults faults;
    private final Terms terms;
    private final @Nullable Address address;
    private final Map<Contract<?>, Object> local = new HashMap<>();
    private final Map<Contract<?>, Late> late = new HashMap<>();
    private final Placed placed;
    private final Map<String, Caller> callers = new HashMap<>();
    private final Map<String, Remote> remotes = new LinkedHashMap<>();
    private final List<Doors> doors = new ArrayList<>();
    private final Consumer<Pool> seen;
    private final @Nullable NodeTls tls;

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
            @Nullable Faults faults,
            Host host)
            throws AppException {
        this.config = config;
        this.node = node;
        this.placed = new Placed(host.placed());
        this.program = program;
        this.loops = host.loops();
        this.faults = faults;
        this.seen = host.seen();
        this.terms = terms(config.secret(), node == null ? "app" : node);
        this.address = address(config, node);
        this.outside = address == null ? null : server();
        this.inside = faults == null ? null : server();
        AppTlsConfig spoken = node == null ? null : config.tls();
        if (faults != null && spoken != null && spoken.name() == null)
            throw new AppException(
                    "--paranoid with app.tls needs app.tls.name: calls go by way of this machine,"
                            + " which no node has a certificate for");
        this.tls = spoken == null ? null : NodeTls.of(spoken, loops);
        if (placed.is() && outside != null) announce(outside);
    }

    /// Who calls a module here that is not here yet, or no more, is sent elsewhere.
    private void announce(Server server) {
        Turnstile closed = new Turnstile(() -> false, new Tally());
        closed.close();
        for (Contract<?> service : program.services()) announce(server, service, closed);
    }

    private static <S> void announce(Server server, Contract<S> service, Turnstile closed) {
        server.serve(service.bind(service.stub(new Late(service.name()))), closed);
    }

    private static Terms terms(@Nullable String secret, String name) {
        Terms open = Terms.of(name);
        return secret == null ? open : open.withSecret(new Secret(secret.getBytes(UTF_8)));
    }

    private Server server() {
        return new Server(
                loops,
                List.of(
                        new WireFace(terms),
                        new Http2Face(terms, config.secretInTheClear()),
                        new Http1Face(terms, config.secretInTheClear())));
    }

    /// Whether a module runs in this process.
    synchronized boolean isHere(String module) {
        return isHere(config, module);
    }

    private boolean isHere(AppConfig by, String module) {
        if (placed.is()) return false;
        AppConfig.Node mine = node == null ? null : by.nodes().get(node);
        return mine == null || mine.runs(module);
    }

    /// What of a new configuration is about this node itself, or cannot be found, by its keys.
    synchronized List<String> objections(AppConfig next) {
        List<String> keys = new ArrayList<>();
        if (node == null ? !next.nodes().isEmpty() : !next.nodes().containsKey(node))
            return List.of("app.nodes");
        if (!Objects.equals(address(config, node), address(next, node)))
            keys.add("app.nodes." + node + ".bind");
        for (String module : program.names())
            if (isHere(next, module) != isHere(config, module)) {
                keys.add("app.nodes." + node + ".modules");
                break;
            }
        if (keys.isEmpty())
            remotes.keySet().stream()
                    .filter(module -> !remote(module, next).equals(remote(module, config)))
                    .map(module -> unknown(module, next))
                    .filter(Objects::nonNull)
                    .forEach(keys::add);
        return keys;
    }

    private PoolConfig remote(String module, AppConfig by) {
        ModulePoolConfig pool = by.poolOf(module);
        return placed.is() ? pool.of(module) : pool.of(addresses(by, module));
    }

    /// Why the nodes of a module can't be called; null: they can.
    private @Nullable String unknown(String module, AppConfig next) {
        if (faults != null) return "with --paranoid, the nodes of " + module;
        try {
            new Pool(module, remote(module, next), loops.writers()).retire();
            return null;
        } catch (UncheckedIOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// Goes on with this, to which there are no objections.
    synchronized void reconfigure(AppConfig next) {
        remotes.forEach((module, remote) -> {
            if (faults == null) remote.pool().reconfigure(remote(module, next));
        });
        config = next;
    }

    /// What a module is given for a service that it needs.
    synchronized Object given(Contract<?> service) throws IOException {
        String module = program.server(service).name();
        if (placed.is()) return service.stub(placed.caller(service, caller(module)));
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
        return everywhere(module);
    }

    /// Calls every node that runs the module of a service, this one too if it does; null: there are
    /// no nodes, or none is to be told from another.
    synchronized @Nullable Client everywhere(Contract<?> service) {
        String module = program.server(service).name();
        return node == null || faults != null ? null : everywhere(module);
    }

    private Client everywhere(String module) {
        Remote known = remotes.get(module);
        return (known == null ? remote(module, remote(module, config)) : known).client();
    }

    private Remote remote(String module, PoolConfig pool) {
        // With faults, what is in this process is called by its inside, without TLS.
        boolean within = faults != null && isHere(module);
        TlsClient by = tls == null || within ? null : tls.client();
        Remote remote = new Remote(module, pool, loops, new Options(terms, by, 0, null), seen);
        remotes.put(module, remote);
        placed.follow(module, remote.pool());
        return remote;
    }

    private static @Nullable Address address(AppConfig config, @Nullable String node) {
        AppConfig.Node there = node == null ? null : config.nodes().get(node);
        return there == null ? null : there.bind();
    }

    /// Where a module runs.
    private static List<Address> addresses(AppConfig by, String module) {
        return by.nodesOf(module).stream()
                .map(other -> Objects.requireNonNull(address(by, other)))
                .toList();
    }

    private Caller faulty(String module, Faults by) throws IOException {
        List<Supplier<InetSocketAddress>> where = new ArrayList<>();
        Server own = inside;
        if (own != null && isHere(module)) where.add(own::address);
        else
            for (Address there : addresses(config, module))
                where.add(() -> new InetSocketAddress(there.host(), there.port()));
        ModulePoolConfig pool = config.poolOf(module);
        Faults.Path path = by.path(where, to -> remote(module, Remote.faulty(pool, to)));
        doors.add(path.doors());
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

    /// A module is there until {@link #drain(String, Duration)}.
    synchronized void begun(Blueprint module, Object instance, Turnstile turnstile) {
        for (Contract<?> service : module.serves()) begun(service, instance, turnstile);
        placed.here(module.name(), turnstile);
    }

    private <S> void begun(Contract<S> service, Object instance, Turnstile turnstile) {
        List<Binding<?, ?>> bindings = service.bind(service.type().cast(instance));
        if (outside != null) outside.serve(bindings, turnstile);
        placed.is(service, bindings, turnstile);
    }

    /// Sends calls of a module elsewhere from now on, and waits for those under way.
    boolean drain(String module, Duration patience) throws InterruptedException {
        return placed.drain(module, patience);
    }

    /// A module that lets nobody in any more is gone.
    synchronized void ended(String module) {
        placed.ended(module);
    }

    /// How many calls a module that was {@link #begun} has under way here.
    int inFlight(String module) {
        return placed.inFlight(module);
    }

    /// All other nodes that run modules.
    synchronized void located(Map<String, List<Located>> where) {
        placed.located(where, remotes);
    }

    /// The nodes that run a module.
    synchronized List<String> nodesOf(String module) {
        return placed.is() ? placed.nodesOf(module) : config.nodesOf(module);
    }

    /// Lets callers in.
    void serve() throws IOException {
        if (inside != null) inside.bind(new Address("127.0.0.1", 0), Front.OPEN);
        if (outside != null && address != null)
            outside.bind(address, tls == null ? Front.OPEN : tls.front());
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

    /// How this process calls the modules that it calls by RPC, by their names.
    synchronized Map<String, Remote> remotes() {
        return new LinkedHashMap<>(remotes);
    }

    /// What other nodes call here; null: they don't.
    @Nullable Dispatcher served() {
        return outside == null ? null : outside.dispatcher();
    }

    @Override
    public void close() {
        if (inside != null) inside.close();
        remotes.values().forEach(Remote::close);
        doors.forEach(Doors::close);
        if (tls != null) tls.close();
    }
}
