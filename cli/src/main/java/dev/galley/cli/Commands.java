// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import dev.galley.cli.doctor.Doctor;
import dev.galley.cli.doctor.Finding;
import dev.galley.cli.doctor.Linux;
import dev.galley.cli.doctor.Servers;
import dev.galley.config.AppConfig;
import dev.galley.config.Config;
import dev.galley.config.bind.ConfigException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import tools.jackson.databind.JsonNode;

/// Every command; each returns its exit code: 0 done, 1 refused with a reason.
@Command(
        name = "galley",
        description = "A load balancer: pools of members that do the same job.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {ClusterCommand.class, UpgradeCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:refused, with a reason", "2:wrong usage"})
final class Commands {
    private final Terminal terminal;
    private final Runner runner;

    @Option(
            names = "--admin",
            scope = ScopeType.INHERIT,
            paramLabel = "HOST:PORT",
            description = "The admin API; else GALLEY_ADMIN, else 127.0.0.1:9900.")
    private @Nullable String admin;

    @Option(
            names = "--token",
            scope = ScopeType.INHERIT,
            paramLabel = "TOKEN",
            description = "Its token; else GALLEY_TOKEN.")
    private @Nullable String token;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print JSON instead of tables.")
    private boolean json;

    Commands(Terminal terminal, Runner runner) {
        this.terminal = terminal;
        this.runner = runner;
    }

    Terminal terminal() {
        return terminal;
    }

    Runner runner() {
        return runner;
    }

    @Command(description = "Run what the file says, until told to stop.")
    int run(
            @Parameters(paramLabel = "FILE", description = "galley.yaml") Path file,
            @Option(
                            names = "--node",
                            paramLabel = "NAME",
                            description =
                                    "Which of the app's nodes this is; else as the file says, else"
                                            + " GALLEY_NODE.")
                    @Nullable String node,
            @Option(
                            names = "--paranoid",
                            paramLabel = "SEED",
                            arity = "0..1",
                            fallbackValue = "1",
                            description =
                                    "For tests: modules call each other over the wire, where things"
                                            + " go wrong by this seed (else 1).")
                    @Nullable Long paranoid) {
        return runner.run(file, new Mode(node, paranoid));
    }

    @Command(description = "Tell all that is wrong with a file; nothing is run.")
    int check(@Parameters(paramLabel = "FILE") Path file) throws Failure {
        try {
            Config config = Config.load(file);
            config.warnings(Instant.now()).forEach(w -> terminal.err().println("warning: " + w));
            AppConfig app = config.app();
            List<String> faults = app == null ? List.of() : runner.check(file, app);
            faults.forEach(terminal.err()::println);
            if (!faults.isEmpty()) return 1;
            int members = config.pools().values().stream().mapToInt(p -> p.members().size()).sum();
            String listeners = Words.some(config.listeners().size(), "listener");
            String pools = Words.some(config.pools().size(), "pool");
            terminal.out()
                    .println(
                            file
                                    + " is good: "
                                    + listeners
                                    + ", "
                                    + pools
                                    + ", "
                                    + Words.some(members, "member"));
            return 0;
        } catch (ConfigException e) {
            e.problems().forEach(terminal.err()::println);
            return 1;
        }
    }

    @Command(description = "Tell what of this machine stands in a file's way, and what mends it.")
    int doctor(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--fix", description = "Mend what can be mended on this machine.")
                    boolean fix) {
        try {
            Config config = Config.load(file);
            Linux linux = new Linux();
            List<Finding> before = Doctor.findings(config, linux);
            List<Doctor.Deed> deeds = fix ? Doctor.fix(before, linux) : List.of();
            List<Finding> found = fix ? Doctor.findings(config, linux) : before;
            List<Servers> servers = Doctor.servers(config, linux);
            DoctorView view = new DoctorView(terminal.paint(), found, deeds, servers);
            if (json) terminal.out().println(view.json());
            else view.lines().forEach(terminal.out()::println);
            return view.healthy() ? 0 : 1;
        } catch (ConfigException e) {
            e.problems().forEach(terminal.err()::println);
            return 1;
        }
    }

    @Command(description = "Print the JSON Schema of the file, for editors.")
    int schema() {
        terminal.out().print(Config.schema());
        return 0;
    }

    @Command(description = "Read the file again; if it is good, it serves from then on.")
    int reload() throws Failure {
        return show(admin().post("/reload", ""), _ -> List.of("reloaded: the file serves"));
    }

    @Command(description = "Show listeners, pools and members.")
    int status() throws Failure {
        return show(
                admin().get("/status"),
                s -> StatusView.totals(terminal.paint(), s, Instant.now()).lines());
    }

    @Command(description = "Show them as rates, again each second, until q.")
    int top() throws Failure {
        new Top(terminal, admin()).run();
        return 0;
    }

    @Command(
            description =
                    "Give a member no new requests; those under way end in peace. With a node in"
                            + " place of both: have its modules run elsewhere.")
    int drain(
            @Parameters(paramLabel = "POOL or NODE") String pool,
            @Parameters(paramLabel = "MEMBER", arity = "0..1") @Nullable String member)
            throws Failure {
        return member == null ? node(pool, "drain") : member(pool, member, "drain", "");
    }

    @Command(description = "Let a drained member serve again, or a node have modules.")
    int enable(
            @Parameters(paramLabel = "POOL or NODE") String pool,
            @Parameters(paramLabel = "MEMBER", arity = "0..1") @Nullable String member)
            throws Failure {
        return member == null ? node(pool, "enable") : member(pool, member, "enable", "");
    }

    @Command(description = "Have a module run on so many nodes, in place of what the file says.")
    int scale(
            @Parameters(paramLabel = "MODULE") String module,
            @Parameters(paramLabel = "N", description = "0 to 1000") int replicas)
            throws Failure {
        String path = "/cluster/modules/" + Admin.encode(module) + "/scale";
        return show(admin().post(path, "{\"replicas\": " + replicas + "}"), this::cluster);
    }

    int showCluster() throws Failure {
        return show(admin().get("/cluster"), this::cluster);
    }

    /// @param asked for; null: nothing is to change
    int showPools(@Nullable Map<String, ?> asked) throws Failure {
        String path = "/cluster/pools";
        return show(
                asked == null ? admin().get(path) : admin().post(path, Admin.json(asked)),
                p -> new PoolsView(terminal.paint(), p).lines());
    }

    private int node(String node, String verb) throws Failure {
        String path = "/cluster/nodes/" + Admin.encode(node) + "/" + verb;
        return show(admin().post(path, ""), this::cluster);
    }

    private List<String> cluster(JsonNode cluster) {
        return new ClusterView(terminal.paint(), cluster).lines();
    }

    @Command(description = "Set a member's share, until the file gives it another one.")
    int weight(
            @Parameters(paramLabel = "POOL") String pool,
            @Parameters(paramLabel = "MEMBER") String member,
            @Parameters(paramLabel = "N", description = "0 to 1000") int weight)
            throws Failure {
        return member(pool, member, "weight", "{\"weight\": " + weight + "}");
    }

    private int member(String pool, String member, String verb, String body) throws Failure {
        String path = "/pools/" + Admin.encode(pool) + "/members/" + Admin.encode(member);
        return show(admin().post(path + "/" + verb, body), m -> List.of(sentence(m)));
    }

    private static String sentence(JsonNode member) {
        return "%s: %s, weight %d, %d in flight"
                .formatted(
                        member.path("member").asString(""),
                        member.path("state").asString(""),
                        member.path("weight").asInt(0),
                        member.path("inFlight").asInt(0));
    }

    @Command(description = "Show which member has which session.")
    int sessions(
            @Parameters(paramLabel = "POOL", arity = "0..1", defaultValue = "") String pool,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "100",
                            description = "How many of a pool, 0 to 10000; 100 if absent.")
                    int limit,
            @Option(
                            names = "--offset",
                            paramLabel = "N",
                            defaultValue = "0",
                            description = "How many of a pool to pass over.")
                    int offset)
            throws Failure {
        String query = "?limit=" + limit + "&offset=" + offset;
        if (!pool.isEmpty()) query += "&pool=" + Admin.encode(pool);
        return show(
                admin().get("/sessions" + query),
                s -> new SessionsView(terminal.paint(), s, offset).lines());
    }

    @Command(description = "Tell which member would serve a request, and why; nothing is sent.")
    int explain(
            @Parameters(paramLabel = "POOL") String pool,
            @Option(names = "--url", defaultValue = "/", description = "Path and query.")
                    String url,
            @Option(
                            names = "--source",
                            defaultValue = "",
                            description = "The client: ADDRESS[:PORT].")
                    String source,
            @Option(names = "--header", paramLabel = "NAME:VALUE", description = "May be repeated.")
                    @Nullable List<String> headers)
            throws Failure {
        StringBuilder query = new StringBuilder("?url=" + Admin.encode(url));
        if (!source.isEmpty()) query.append("&source=").append(Admin.encode(source));
        for (String h : headers == null ? List.<String>of() : headers)
            query.append("&header=").append(Admin.encode(h));
        return show(
                admin().get("/pools/" + Admin.encode(pool) + "/explain" + query),
                this::explanation);
    }

    private List<String> explanation(JsonNode answer) {
        String chosen = answer.path("member").asString("");
        Table table = new Table(terminal.paint(), "").head("member").head("why");
        for (JsonNode candidate : answer.path("candidates")) {
            String member = candidate.path("member").asString("");
            table.row().cell(member.equals(chosen) ? "->" : "").cell(member);
            table.cell(candidate.path("reason").asString(""));
        }
        return table.lines();
    }

    @Command(description = "Keep sources away where flood: {deny: true}; none given: show them.")
    int deny(
            @Parameters(
                            paramLabel = "SOURCE",
                            arity = "0..*",
                            description = "An address, or a range such as 10.0.0.0/8.")
                    @Nullable List<String> sources,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            defaultValue = "",
                            description = "10m or 1h30m; absent: as long as galley runs.")
                    String time,
            @Option(
                            names = "--from",
                            paramLabel = "FILE",
                            description = "Sources from a file, one a line; # begins a comment.")
                    @Nullable Path file)
            throws Failure {
        List<String> all = DenyView.sources(sources, file);
        if (all.isEmpty())
            return show(admin().get("/deny"), d -> new DenyView(terminal.paint(), d).lines());
        return show(
                admin().post("/deny", DenyView.request(all, time)),
                d -> List.of(DenyView.sentence(d, "denied")));
    }

    @Command(description = "Let sources in again that were denied.")
    int allow(@Parameters(paramLabel = "SOURCE", arity = "1..*") List<String> sources)
            throws Failure {
        for (String source : sources)
            show(
                    admin().delete("/deny/" + Admin.encode(source)),
                    d -> List.of(source + ": " + DenyView.sentence(d, "allowed")));
        return 0;
    }

    @Command(description = "Print the version.")
    int version() {
        terminal.out().println("galley " + Version.current());
        return 0;
    }

    Admin admin() {
        String address = terminal.environment().getOrDefault("GALLEY_ADMIN", "127.0.0.1:9900");
        return admin(admin != null ? admin : address);
    }

    /// That of another node.
    Admin admin(String address) {
        return new Admin(
                address, token != null ? token : terminal.environment().get("GALLEY_TOKEN"));
    }

    boolean json() {
        return json;
    }

    private int show(String answer, Function<JsonNode, List<String>> view) {
        if (json) terminal.out().print(answer);
        else view.apply(Admin.parse(answer)).forEach(terminal.out()::println);
        return 0;
    }
}
