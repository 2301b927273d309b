// SPDX-License-Identifier: Apache-2.0
package dev.galley.app;

import dev.galley.config.Address;
import dev.galley.config.AppConfig;
import dev.galley.config.AppFiles;
import dev.galley.config.bind.Section;
import dev.galley.pool.Pool;
import dev.galley.rpc.Contract;
import dev.galley.rpc.Contracts;
import dev.galley.rpc.Endpoints;
import dev.galley.rpc.Stage;
import dev.galley.rpc.client.Client;
import dev.galley.rpc.server.Dispatcher;
import dev.galley.rpc.server.Tally;
import dev.galley.rpc.server.Turnstile;
import java.io.IOException;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The modules that run in this process. Any thread but a loop.
///
/// A module is made after those that it needs; where modules need each other in a circle, one of
/// them is given a {@link Late} stub. When all are made the port is bound: whoever is let in finds
/// all of them.
public final class App implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(App.class.getName());

    private final String file;
    private volatile AppConfig config;
    private final @Nullable String node;
    private final Program program;
    private final Wiring wiring;
    private final URLClassLoader loader;
    private final Host host;
    private final Map<String, Object> made = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Opened> opened = new ConcurrentHashMap<>();
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

    private App(
            String file,
            AppConfig config,
            @Nullable String node,
            Program program,
            Wiring wiring,
            URLClassLoader loader,
            Host host) {
        this.file = file;
        this.config = config;
        this.node = node;
        this.program = program;
        this.wiring = wiring;
        this.loader = loader;
        this.host = host;
    }

    /// Starts the modules of a node.
    ///
    /// @param file what problems call the file of `config`
    /// @param node which of the configured ones; null: there is none but this process
    /// @param paranoid if not null, modules call each other over the wire, and it is the seed of
    ///   what goes wrong there
    /// @throws AppException if it can't; nothing is left behind
    public static App start(
            String file,
            AppConfig config,
            @Nullable String node,
            @Nullable Long paranoid,
            Host host)
            throws AppException {
        URLClassLoader loader = Classes.of(config.classpath());
        App app;
        try {
            Program program = Program.of(AppFiles.modules(config), loader);
            Faults faults = paranoid == null ? null : new Faults(paranoid);
            Wiring wiring = new Wiring(config, node, program, faults, host);
            app = new App(file, config, node, program, wiring, loader, host);
        } catch (AppException e) {
            unload(loader);
            throw e;
        }
        try {
            app.make();
            app.wiring.serve();
            return app;
        } catch (AppException e) {
            app.close();
            throw e;
        } catch (IOException e) {
            app.close();
            throw new AppException(String.valueOf(e.getMessage()));
        }
    }

    /// Makes a module while the process runs, and lets calls in. Of a process whose modules are
    /// {@link Host#placed}.
    ///
    /// @param may asked for each call: whether it is served here
    /// @throws AppException if it can't be made; nothing is left behind
    public void begin(String module, BooleanSupplier may) throws AppException {
        Blueprint blueprint = program.module(module);
        Map<String, Record> configurations = configurations(file, config, List.of(blueprint));
        try {
            Object instance = blueprint.make(configurations.get(module), given(blueprint));
            made.put(module, instance);
            wiring.begun(blueprint, instance, new Turnstile(may, tally(module)));
        } catch (AppException e) {
            opened.remove(module);
            throw e;
        } catch (IOException e) {
            throw new AppException(String.valueOf(e.getMessage()));
        }
    }

    /// Sends calls of a module elsewhere from now on, and waits for those under way.
    ///
    /// @return whether they have ended within `patience`
    public boolean drain(String module, Duration patience) throws InterruptedException {
        return wiring.drain(module, patience);
    }

    /// Ends a module that was begun. {@link #drain(String, Duration)} comes before, mostly.
    public void end(String module) {
        wiring.ended(module);
        opened.remove(module);
        if (made.remove(module) instanceof AutoCloseable closeable) close(module, closeable);
    }

    /// What a module has served here, each time that it was begun.
    public Tally tally(String module) {
        return tallies.computeIfAbsent(module, _ -> new Tally());
    }

    /// How many calls a module that was begun has under way here.
    public int inFlight(String module) {
        return wiring.inFlight(module);
    }

    /// Where each module runs that is {@link Host#placed}, on this node and others, from now on.
    public void located(Map<String, List<Located>> where) {
        wiring.located(where);
    }

    /// Looks at the classes of all modules, and at what the file says to them; starts none.
    ///
    /// @param file what problems call the file of `config`
    /// @return what is wrong; empty: nothing
    public static List<String> check(String file, AppConfig config) {
        try (URLClassLoader loader = Classes.of(config.classpath())) {
            Program program = Program.of(AppFiles.modules(config), loader);
            configurations(file, config, program.order(_ -> true));
            return List.of();
        } catch (AppException e) {
            return e.errors();
        } catch (IOException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private void make() throws AppException, IOException {
        List<Blueprint> order = program.order(wiring::isHere);
        Map<String, Record> configurations = configurations(file, config, order);
        for (Blueprint module : order) {
            Object instance = module.make(configurations.get(module.name()), given(module));
            made.put(module.name(), instance);
            wiring.made(module, instance);
        }
    }

    private Map<Class<?>, Object> given(Blueprint module) throws AppException, IOException {
        Map<Class<?>, Object> given = new HashMap<>();
        for (Contract<?> service : module.needs()) given.put(service.type(), wiring.given(service));
        for (Class<?> type : module.provided()) given.put(type, provided(module.name(), type));
        return given;
    }

    private Object provided(String module, Class<?> type) throws AppException {
        if (type == Endpoints.class)
            return opened.computeIfAbsent(module, _ -> new Opened(address(), host.opened()));
        Object provided = host.provided().apply(type);
        if (provided != null) return provided;
        throw new AppException(
                "the module %s takes a %s, which nothing in the file provides"
                        .formatted(module, type.getSimpleName()));
    }

    private static Map<String, Record> configurations(
            String file, AppConfig config, List<Blueprint> modules) throws AppException {
        Map<String, Record> configurations = new LinkedHashMap<>();
        List<String> errors = new ArrayList<>();
        for (Blueprint module : modules) {
            try {
                Record one = module.configuration(section(file, config, module.name()));
                if (one != null) configurations.put(module.name(), one);
            } catch (AppException e) {
                errors.addAll(e.errors());
            }
        }
        if (!errors.isEmpty()) throw new AppException(errors);
        return configurations;
    }

    private static Section section(String file, AppConfig config, String module) {
        Section own = said(config, module);
        return own == null ? Section.absent(file, "app.modules." + module + ".config") : own;
    }

    private static @Nullable Section said(AppConfig config, String module) {
        AppConfig.Module said = config.modules().get(module);
        return said == null ? null : said.config();
    }

    /// A service of the program, wherever it runs, as a module would be given it.
    ///
    /// @throws IllegalArgumentException if no module serves it
    public <S> S service(Class<S> type) throws IOException {
        return type.cast(wiring.given(Contracts.of(type)));
    }

    /// What calls every node that runs the module of a service, this one too if it does.
    ///
    /// @return null: there are no nodes but this process
    /// @throws IllegalArgumentException if no module serves it
    public @Nullable Client everywhere(Class<?> type) {
        return wiring.everywhere(Contracts.of(type));
    }

    /// The modules that run in this process, in the order in which they were made.
    public List<String> here() {
        synchronized (made) {
            return List.copyOf(made.keySet());
        }
    }

    /// Where a module serves besides its calls, as it has told.
    public List<Address> endpoints(String module) {
        Opened known = opened.get(module);
        return known == null ? List.of() : known.addresses();
    }

    /// All modules of the program, and the nodes that run each; no nodes: this is the only process.
    public Map<String, List<String>> modules() {
        Map<String, List<String>> nodes = new LinkedHashMap<>();
        for (String module : program.names()) nodes.put(module, wiring.nodesOf(module));
        return nodes;
    }

    /// How a module is called from here that is called by RPC.
    ///
    /// @param failures tries of calls that have failed, by stage
    public record Callee(String module, Pool pool, Map<Stage, Long> failures) {}

    /// The modules that are called from here by RPC.
    public List<Callee> callees() {
        List<Callee> all = new ArrayList<>();
        wiring.remotes()
                .forEach((module, remote) ->
                        all.add(
                                new Callee(
                                        module,
                                        remote.pool(),
                                        remote.client().failures().byStage())));
        return all;
    }

    /// What other nodes call here; null: they don't.
    public @Nullable Dispatcher served() {
        return wiring.served();
    }

    /// The name of the node; null: it is the only process.
    public @Nullable String node() {
        return node;
    }

    /// Where it is called; null: nowhere.
    public @Nullable Address address() {
        return wiring.address();
    }

    /// What of a new configuration takes a restart of this process, by its keys: what the modules
    /// here are made of. Where the others run, and how they are called, may change at any time.
    public List<String> objections(AppConfig next) {
        List<String> keys = new ArrayList<>();
        if (!next.classpath().equals(config.classpath())) keys.add("app.classpath");
        if (!Objects.equals(next.secret(), config.secret())) keys.add("app.secret");
        if (next.secretInTheClear() != config.secretInTheClear())
            keys.add("app.secret-in-the-clear");
        if (!Objects.equals(next.tls(), config.tls())) keys.add("app.tls");
        keys.addAll(wiring.objections(next));
        for (String module : here())
            if (!Objects.equals(said(config, module), said(next, module)))
                keys.add("app.modules." + module + ".config");
        return keys;
    }

    /// Goes on with this, to which there are no {@link #objections}.
    public void reconfigure(AppConfig next) {
        wiring.reconfigure(next);
        config = next;
    }

    /// Takes no new calls from other processes, and waits for those under way.
    ///
    /// @return whether they have ended within `patience`
    public boolean drain(Duration patience) throws InterruptedException {
        return wiring.drain(patience);
    }

    /// Closes the modules, the last one that was made first, and the ways between them. {@link
    /// #drain} comes before, mostly.
    @Override
    public void close() {
        wiring.refuse();
        for (String name : here().reversed())
            if (made.get(name) instanceof AutoCloseable module) close(name, module);
        wiring.close();
        unload(loader);
    }

    private static void close(String name, AutoCloseable module) {
        try {
            module.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "the module " + name + " did not close", e);
        }
    }

    private static void unload(URLClassLoader loader) {
        try {
            loader.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a jar did not close", e);
        }
    }
}
