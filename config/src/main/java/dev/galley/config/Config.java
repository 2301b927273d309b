// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.config.bind.Binder;
import dev.galley.config.bind.ConfigException;
import dev.galley.config.bind.Form;
import dev.galley.config.bind.Problem;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Schema;
import dev.galley.config.bind.Setting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The whole of `galley.yaml`.
public record Config(
        @Setting(value = "The admin API, metrics and dashboard.", byDefault = "127.0.0.1:9900")
                AdminConfig admin,
        @Setting(value = "The pools by name.", keys = Form.NAME) Map<String, PoolConfig> pools,
        @Setting("Where clients connect.") List<ListenerConfig> listeners,
        @Setting(
                        value = "Addresses that this machine or another one holds, agreed by VRRP.",
                        max = "64")
                List<VirtualAddressConfig> virtualAddresses,
        @Setting(
                        value =
                                "Where the names of members are looked up, such as 10.0.0.2:53;"
                                        + " empty: as /etc/resolv.conf and /etc/hosts say.",
                        max = "8")
                List<Address> resolvers,
        @Setting("The cluster that this process is a node of; absent: none.")
                @Nullable ClusterConfig cluster,
        @Setting("A program of modules that runs in this process; absent: none.")
                @Nullable AppConfig app,
        @Setting("Where the sessions of users are kept; absent: in this process.")
                @Nullable SessionsConfig sessions,
        @Setting(
                        value = "How long SIGTERM waits for requests under way.",
                        byDefault = "30s",
                        max = "1d")
                Duration drain) {
    private static final int MAX_BYTES = 4 << 20;

    public Config {
        Rules.check(
                Config.class,
                admin,
                pools,
                listeners,
                virtualAddresses,
                resolvers,
                cluster,
                app,
                sessions,
                drain);
        List<String> faults = new ArrayList<>(Ways.faults(pools, listeners));
        faults.addAll(VirtualAddresses.faults(virtualAddresses, listeners));
        faults.addAll(Nodes.faults(admin, listeners, app, cluster != null));
        faults.addAll(Placements.faults(pools, app, cluster));
        faults.addAll(Sharing.faults(pools, sessions, cluster));
        if (!faults.isEmpty()) throw new IllegalArgumentException(String.join("\n", faults));
        pools = Sharing.sealed(pools, cluster);
    }

    /// Reads a file, with the environment of this process; the files that it names are looked into
    /// as well.
    ///
    /// @throws ConfigException with all that is wrong with it
    public static Config load(Path file) {
        try {
            return Binder.bind(
                    Config.class,
                    file.toString(),
                    text(file),
                    System.getenv(),
                    Config::faultsOfFiles);
        } catch (NoSuchFileException e) {
            throw unreadable(file, "there is no such file");
        } catch (CharacterCodingException e) {
            throw unreadable(file, "is not UTF-8");
        } catch (IOException e) {
            throw unreadable(file, "cannot be read: " + e.getMessage());
        }
    }

    private static List<String> faultsOfFiles(Config config) {
        List<String> faults = new ArrayList<>(TlsFiles.faults(config));
        if (config.app() != null) faults.addAll(AppFiles.faults(config.app()));
        return faults;
    }

    private static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) throw unreadable(file, "is longer than 4 MiB");
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
    }

    /// What of it one process does.
    ///
    /// @param node which of the app's nodes it is; null: the app has none
    public Config at(@Nullable String node) {
        if (node == null) return this;
        AppConfig.Node mine = app == null ? null : app.nodes().get(node);
        Address own = mine == null ? null : mine.admin();
        return new Config(
                own == null ? admin : new AdminConfig(own, admin.token()),
                pools,
                listeners.stream().filter(l -> Nodes.opens(l, node)).toList(),
                virtualAddresses,
                resolvers,
                cluster,
                app,
                sessions,
                drain);
    }

    /// The same with other pools, in the place of its own of the same names. The files that they
    /// name are looked into.
    ///
    /// @param name what problems call the text
    /// @param text `pools: {...}`, and nothing else
    /// @param env what `${NAME}` takes its value from
    /// @throws ConfigException with all that is wrong with it, beside the rest of this
    public Config withPools(String name, String text, Map<String, String> env) {
        return with(Binder.bind(PoolsFile.class, name, text, env, this::faultsWith));
    }

    private List<String> faultsWith(PoolsFile others) {
        try {
            return TlsFiles.faults(with(others));
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage()).lines().toList();
        }
    }

    private Config with(PoolsFile others) {
        Map<String, PoolConfig> all = new LinkedHashMap<>(pools);
        all.putAll(others.pools());
        return new Config(
                admin, all, listeners, virtualAddresses, resolvers, cluster, app, sessions, drain);
    }

    /// Reads a text; the files that it names are not looked at.
    ///
    /// @param name what problems call it, `galley.yaml`
    /// @param env what `${NAME}` takes its value from
    /// @throws ConfigException with all that is wrong with it
    public static Config parse(String name, String text, Map<String, String> env) {
        return Binder.bind(Config.class, name, text, env, _ -> List.of());
    }

    /// What is not right with it, or with the files that it names, though they can be used.
    public List<String> warnings(Instant now) {
        List<String> warnings = new ArrayList<>(TlsFiles.warnings(this, now));
        warnings.addAll(Sharing.warnings(this));
        String open =
                cluster == null || cluster.coordination() == null
                        ? null
                        : cluster.coordination().warning();
        if (open != null) warnings.add(open);
        return warnings;
    }

    /// The JSON Schema of the file, for editors.
    public static String schema() {
        return Schema.of(Config.class, "galley.yaml");
    }

    private static ConfigException unreadable(Path file, String message) {
        return new ConfigException(List.of(new Problem(file.toString(), 0, 0, "", message)));
    }
}
