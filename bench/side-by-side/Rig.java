// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A backend, and proxies in front of it, all on 127.0.0.1, each pinned to cores of its own choice.
/// Everything lives in one temporary folder in memory and ends with [#close].
final class Rig implements AutoCloseable {
    /// Bodies that the backend serves: `/1KiB`, `/10KiB` and so on.
    static final Map<String, Integer> BODIES =
            Map.of("1KiB", 1 << 10, "10KiB", 10 << 10, "1MiB", 1 << 20, "1GiB", 1 << 30);

    /// A proxy under test.
    record Proxy(String name, Process process, String scheme, int port, int admin) {
        /// One that has no URLs.
        Proxy(String name, Process process, int port, int admin) {
            this(name, process, "", port, admin);
        }

        String url(String body) {
            return scheme + "://127.0.0.1:" + port + "/" + body;
        }

        /// CPU time of every thread of every process of it, by thread, in nanoseconds: the loops,
        /// and what collects garbage and compiles.
        Map<String, Long> cpu() {
            Map<String, Long> nanos = new TreeMap<>();
            for (Path task : tasks())
                try {
                    String stat = Files.readString(task.resolve("schedstat"));
                    nanos.put(
                            task.toString(), Long.parseLong(stat.substring(0, stat.indexOf(' '))));
                } catch (IOException ended) {
                    nanos.remove(task.toString());
                }
            return nanos;
        }

        /// What has been spent since `before`, in nanoseconds.
        long cpuSince(Map<String, Long> before) {
            return cpu().entrySet().stream()
                    .mapToLong(e -> e.getValue() - before.getOrDefault(e.getKey(), 0L))
                    .sum();
        }

        /// Resident memory of every process of it, in bytes.
        long resident() {
            return processes().mapToLong(Proxy::resident).sum();
        }

        private static long resident(ProcessHandle process) {
            try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
                return lines.filter(l -> l.startsWith("VmRSS:"))
                        .mapToLong(l -> 1024 * Long.parseLong(l.replaceAll("\\D", "")))
                        .sum();
            } catch (IOException ended) {
                return 0;
            }
        }

        private Stream<ProcessHandle> processes() {
            return Stream.concat(Stream.of(process.toHandle()), process.descendants());
        }

        private List<Path> tasks() {
            List<Path> tasks = new ArrayList<>();
            processes()
                    .forEach(p -> {
                        try (var list = Files.list(Path.of("/proc/" + p.pid() + "/task"))) {
                            list.forEach(tasks::add);
                        } catch (IOException ended) {
                            // a process that has ended spends nothing
                        }
                    });
            return tasks;
        }
    }

    final Path folder;
    private final List<Process> started = new ArrayList<>();
    private final Thread hook = new Thread(this::clean);
    private int backend;

    Rig() throws IOException {
        folder = Files.createTempDirectory(Path.of("/dev/shm"), "galley-bench-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Starts the backend: nginx, a worker a core, which serves these bodies from memory.
    void startBackend(String cores, String... bodies) throws Exception {
        backend = freePort();
        for (String body : bodies)
            try (var file = Files.newOutputStream(folder.resolve(body))) {
                byte[] part = "x".repeat(Math.min(BODIES.get(body), 1 << 20)).getBytes();
                for (int i = 0; i < BODIES.get(body); i += part.length) file.write(part);
            }
        String server =
                """
                open_file_cache max=16;
                keepalive_requests 100000000;
                server { listen 127.0.0.1:%d backlog=4096; root %s; }
                """
                        .formatted(backend, folder);
        nginx("backend", cores, backend, server);
    }

    /// Debian's nginx as a proxy: one worker, connections to the backend kept, no access log.
    Proxy startNginx(String core, String directives) throws Exception {
        return startNginx(core, directives, "");
    }

    /// The same, with these directives in its `server`, which make it speak TLS.
    Proxy startNginx(String core, String directives, String tls) throws Exception {
        int port = freePort();
        String server =
                """
                upstream backend { server 127.0.0.1:%d; keepalive 256; }
                server {
                    listen 127.0.0.1:%d %s backlog=4096;
                    %s
                    location / {
                        proxy_pass http://backend;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        %s
                    }
                }
                """
                        .formatted(backend, port, tls.isEmpty() ? "" : "ssl", tls, directives);
        return new Proxy("nginx", nginx("nginx", core, port, server), scheme(tls), port, 0);
    }

    /// Debian's HAProxy: one thread, connections to the backend kept and shared, no log.
    Proxy startHaproxy(String core) throws Exception {
        int port = freePort();
        Path file =
                write(
                        "haproxy.cfg",
                        """
                        global
                            nbthread 1
                        defaults
                            mode http
                            timeout connect 5s
                            timeout client 50s
                            timeout server 50s
                        frontend in
                            bind 127.0.0.1:%d backlog 4096
                            default_backend out
                        backend out
                            http-reuse always
                            server one 127.0.0.1:%d
                        """
                                .formatted(port, backend));
        return new Proxy(
                "haproxy",
                start("haproxy", core, port, "haproxy -db -f " + file),
                "http",
                port,
                0);
    }

    /// Galley by a command line of the caller's, in which `{config}` stands for the file.
    Proxy startGalley(String core, String command, int members) throws Exception {
        return startGalley(core, command, members, "");
    }

    private static String scheme(String tls) {
        return tls.isEmpty() ? "http" : "https";
    }

    /// The same, with this in its listener, which makes it speak TLS.
    Proxy startGalley(String core, String command, int members, String tls) throws Exception {
        int port = freePort();
        int admin = freePort();
        String list = ("127.0.0.1:" + backend + ", ").repeat(members).replaceAll(", $", "");
        Path file =
                write(
                        "galley.yaml",
                        """
                        admin: 127.0.0.1:%d
                        pools:
                          web: {members: [%s], keep-alive: 256}
                        listeners:
                          - bind: 127.0.0.1:%d
                            routes: [{pool: web}]
                            %s
                        """
                                .formatted(admin, list, port, tls));
        String line = command.replace("{config}", file.toString());
        return new Proxy("galley", start("galley", core, port, line), scheme(tls), port, admin);
    }

    /// Debian's HAProxy as it passes TCP on: one thread, no log.
    ///
    /// @param name of it among the proxies
    /// @param option a line of its `defaults`, or nothing
    Proxy startHaproxyTcp(String core, String name, String option) throws Exception {
        int port = freePort();
        Path file =
                write(
                        name + ".cfg",
                        """
                        global
                            nbthread 1
                        defaults
                            mode tcp
                            timeout connect 5s
                            timeout client 50s
                            timeout server 50s
                            %s
                        listen in
                            bind 127.0.0.1:%d backlog 4096
                            server one 127.0.0.1:%d
                        """
                                .formatted(option, port, backend));
        return new Proxy(
                name, start(name, core, port, "haproxy -db -f " + file), "http", port, 0);
    }

    /// Galley as a relay to the backend.
    Proxy startRelay(String core, String command) throws Exception {
        return startRelay(core, command, List.of("127.0.0.1:" + backend));
    }

    /// Galley as a relay to these members.
    Proxy startRelay(String core, String command, List<String> members) throws Exception {
        int port = freePort(), admin = freePort();
        Path file =
                write(
                        "relay.yaml",
                        """
                        admin: 127.0.0.1:%d
                        pools: {all: {members: ["%s"]}}
                        listeners: [{bind: "127.0.0.1:%d", via: relay, pool: all}]
                        """
                                .formatted(admin, String.join("\", \"", members), port));
        String line = command.replace("{config}", file.toString());
        return new Proxy("galley", start("galley", core, port, line), "http", port, admin);
    }

    private Process nginx(String name, String cores, int port, String server) throws Exception {
        Path file =
                write(
                        name + ".conf",
                        """
                        worker_processes %d;
                        worker_rlimit_nofile 100000;
                        pid %s/%s.pid;
                        error_log stderr;
                        events { worker_connections 24000; }
                        http {
                            sendfile on;
                            tcp_nopush on;
                            access_log off;
                            client_body_temp_path %s/body;
                            proxy_temp_path %s/proxy;
                            fastcgi_temp_path %s/fastcgi;
                            uwsgi_temp_path %s/uwsgi;
                            scgi_temp_path %s/scgi;
                            %s
                        }
                        """
                                .formatted(
                                        cores.split(",").length,
                                        folder,
                                        name,
                                        folder,
                                        folder,
                                        folder,
                                        folder,
                                        folder,
                                        server));
        String line = "nginx -e stderr -p " + folder + " -g 'daemon off;' -c " + file;
        return start(name, cores, port, line);
    }

    /// Starts a server, and waits until it accepts TCP connections.
    Process start(String name, String cores, int port, String line) throws Exception {
        Path log = folder.resolve(name + ".log");
        System.err.println("starts " + name + " on core " + cores + ", port " + port + ": " + line);
        Process process =
                new ProcessBuilder("taskset", "-c", cores, "sh", "-c", "exec " + line)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        started.add(process);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!accepts(port)) {
            if (!process.isAlive() || System.nanoTime() > end)
                throw new IllegalStateException(
                        name + " does not start: " + Files.readString(log).strip());
            Thread.sleep(20);
        }
        return process;
    }

    private static boolean accepts(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    /// Fails unless the proxy serves this body whole.
    void check(Proxy proxy, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(proxy.url(body))).build();
            var answer = client.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200 || answer.body().length != BODIES.get(body))
                throw new IllegalStateException(
                        "%s answers %d with %d bytes to /%s"
                                .formatted(
                                        proxy.name(),
                                        answer.statusCode(),
                                        answer.body().length,
                                        body));
        }
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        clean();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void clean() {
        for (Process process : started.reversed()) end(process);
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(f -> f.delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
