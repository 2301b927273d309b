// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.galley.it.net.Ports;
import dev.galley.it.net.Soon;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real servers and their real clients, with a relay between them.
@SuppressWarnings("try") // what is open need not be spoken to, and may be closed early
class ProtocolTest {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    @TempDir Path folder;
    private int port;

    @BeforeEach
    void openToTheServersUser() throws IOException {
        port = Ports.free();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private Relayed relay(String pool, String listener) {
        return Relayed.tcp(pool, listener, "127.0.0.1:" + port);
    }

    private String run(String... command) {
        return Program.run(folder, List.of(command));
    }

    @Test
    void postgresAnswersPsql() throws Exception {
        String psql = Program.find("psql");
        String initdb = Program.find("initdb", versions("/usr/lib/postgresql"));
        String data = folder.resolve("data").toString();
        run(asPostgres(initdb, "-D", data, "-A", "trust", "-U", "postgres", "--no-sync"));
        String server = Path.of(initdb).resolveSibling("postgres").toString();
        String[] start =
                asPostgres(
                        server,
                        "-D",
                        data,
                        "-p",
                        port + "",
                        "-k",
                        folder.toString(),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "fsync=off");
        try (Program postgres = Program.serving(port, folder, List.of(start));
                Relayed relay = relay("", "")) {
            String url =
                    "postgresql://postgres@127.0.0.1:" + relay.address().getPort() + "/postgres";
            Soon.until(() -> run(psql, url, "-Atc", "select 6 * 7").equals("42\n"));
            assertThat(
                            run(
                                    psql,
                                    url,
                                    "-Atc",
                                    "select sum(length(repeat('x', 1000))) from"
                                            + " generate_series(1, 1000)"))
                    .isEqualTo("1000000\n");
            assertThat(run(psql, url, "-Atc", "select repeat('y', 3000000)")).hasSize(3_000_001);
            Soon.until(() -> relay.open() == 0);
        }
    }

    /// PostgreSQL does not run as root.
    private static String[] asPostgres(String... command) {
        if (!ROOT) return command;
        List<String> all = new ArrayList<>(List.of(Program.find("setpriv"), "--reuid=postgres"));
        all.addAll(List.of("--regid=postgres", "--clear-groups"));
        all.addAll(List.of(command));
        return all.toArray(String[]::new);
    }

    private static String[] versions(String folder) throws IOException {
        if (!Files.isDirectory(Path.of(folder))) return new String[0];
        try (var versions = Files.list(Path.of(folder))) {
            return versions.map(version -> version.resolve("bin").toString())
                    .toArray(String[]::new);
        }
    }

    @Test
    void redisAnswersItsClient() {
        String cli = Program.find("redis-cli");
        List<String> start =
                List.of(Program.find("redis-server"), "--port", port + "", "--save", "");
        try (Program redis = Program.serving(port, folder, start);
                Relayed relay = relay("", "")) {
            String at = relay.address().getPort() + "";
            assertThat(run(cli, "-p", at, "set", "name", "galley")).isEqualTo("OK\n");
            assertThat(run(cli, "-p", at, "get", "name")).isEqualTo("galley\n");
            assertThat(run(cli, "-p", at, "--pipe-timeout", "5", "lrange", "none", "0", "1"))
                    .isEqualTo("\n");
        }
    }

    @Test
    void sshRunsACommand() throws Exception {
        String sshd = Program.find("sshd"), keygen = Program.find("ssh-keygen");
        String ssh = Program.find("ssh");
        assumeTrue(ROOT, "sshd lets only its own user in unless it is root");
        Files.createDirectories(Path.of("/run/sshd"));
        for (String key : List.of("host", "user"))
            run(keygen, "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve(key).toString());
        Path config =
                Files.writeString(
                        folder.resolve("sshd_config"),
                        """
                        Port %d
                        ListenAddress 127.0.0.1
                        HostKey %s/host
                        AuthorizedKeysFile %s/user.pub
                        PidFile none
                        StrictModes no
                        PermitRootLogin yes
                        UsePAM no
                        """
                                .formatted(port, folder, folder));
        List<String> start = List.of(sshd, "-D", "-e", "-f", config.toString());
        try (Program server = Program.serving(port, folder, start);
                Relayed relay = relay("", "")) {
            String said =
                    run(
                            ssh,
                            "-p",
                            relay.address().getPort() + "",
                            "-i",
                            folder.resolve("user").toString(),
                            "-o",
                            "StrictHostKeyChecking=no",
                            "-o",
                            "UserKnownHostsFile=/dev/null",
                            "-o",
                            "LogLevel=ERROR",
                            "127.0.0.1",
                            "seq 1 200000 | tail -1");
            assertThat(said).isEqualTo("200000\n");
        }
    }

    @Test
    void ftpInPassiveModeFindsItsMember() throws Exception {
        String vsftpd = Program.find("vsftpd"), curl = Program.find("curl");
        assumeTrue(ROOT, "vsftpd needs root");
        int data = Ports.free();
        Path files = Files.createDirectory(folder.resolve("files"));
        Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.writeString(files.resolve("hello.txt"), "hello by FTP\n".repeat(100_000));
        Path config =
                Files.writeString(
                        folder.resolve("vsftpd.conf"),
                        """
                        background=NO
                        listen=YES
                        listen_address=127.0.0.2
                        listen_port=%d
                        anonymous_enable=YES
                        anon_root=%s
                        secure_chroot_dir=%s
                        pasv_address=127.0.0.1
                        pasv_min_port=%d
                        pasv_max_port=%d
                        seccomp_sandbox=NO
                        run_as_launching_user=NO
                        """
                                .formatted(port, files, files, data, data));
        try (Program server = Program.started(folder, List.of(vsftpd, config.toString()));
                Relayed relay =
                        Relayed.tcp(
                                "policy: hash",
                                "ports: %d-%d".formatted(data, data),
                                "127.0.0.2:" + port)) {
            Soon.until(() -> greets(port) || !server.said().isEmpty());
            String url = "ftp://127.0.0.1:" + relay.address().getPort() + "/hello.txt";
            assertThat(run(curl, "-sS", "--max-time", "15", "--disable-epsv", url))
                    .isEqualTo("hello by FTP\n".repeat(100_000));
            assertThat(run(curl, "-sS", "--max-time", "15", url)).startsWith("hello by FTP\n");
        }
    }

    private static boolean greets(int port) {
        try (Socket socket = new Socket("127.0.0.2", port)) {
            return socket.getInputStream().read() == '2';
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void dnsAnswersOverUdpAndTcp() {
        String kdig = Program.find("kdig");
        List<String> start =
                List.of(
                        Program.find("dnsmasq"),
                        "-k",
                        "--conf-file=/dev/null",
                        "--no-resolv",
                        "--no-hosts",
                        "--pid-file=",
                        "--user=" + (ROOT ? "root" : ""),
                        "--listen-address=127.0.0.1",
                        "--bind-interfaces",
                        "--port=" + port,
                        "--address=/www.example.com/192.0.2.7");
        try (Program dnsmasq = Program.serving(port, folder, start);
                Relayed udp = Relayed.udp("", "responses: 1", "127.0.0.1:" + port);
                Relayed tcp = relay("", "")) {
            for (int i = 0; i < 10; i++)
                assertThat(dig(kdig, udp, "+notcp")).isEqualTo("192.0.2.7\n");
            assertThat(dig(kdig, tcp, "+tcp")).isEqualTo("192.0.2.7\n");
            Soon.until(() -> udp.ends("--") == 10);
            assertThat(dnsmasq.said()).isEmpty();
        }
    }

    private String dig(String kdig, Relayed relay, String how) {
        String at = relay.address().getPort() + "";
        return run(kdig, "@127.0.0.1", "-p", at, how, "+short", "+timeout=5", "www.example.com");
    }
}
