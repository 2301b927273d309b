// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An active health check. A bare word is short for `{type: WORD}`.
public sealed interface HealthConfig {
    /// What is said about the keys that every check has.
    String TIMING = "How often, how long, how many.",
            PORT = "The port that is checked; absent: the member's own.";

    /// How often, how long, how many.
    CheckTiming timing();

    /// The port that is checked; null: the member's own.
    @Nullable Integer port();

    /// `tcp`
    @Setting("A connection is accepted.")
    record Tcp(
            @Setting(value = TIMING, inline = true) CheckTiming timing,
            @Setting(value = PORT, min = "1", max = "65535") @Nullable Integer port)
            implements HealthConfig {
        public Tcp {
            Rules.check(Tcp.class, timing, port);
        }
    }

    /// `http`
    @Setting("A request is answered as expected.")
    record Http(
            @Setting(value = "The target of the request.", byDefault = "/", form = Form.TARGET)
                    String path,
            @Setting(value = "Its method.", byDefault = "GET", form = Form.METHOD) String method,
            @Setting(value = "Its Host; absent: the member's address.", form = Form.AUTHORITY)
                    @Nullable String host,
            @Setting(value = "More header lines.", keys = Form.TOKEN, form = Form.LINE)
                    Map<String, String> headers,
            @Setting("What the answer must be.") Expect expect,
            @Setting("Asks by HTTPS, with this handshake; {} will do.")
                    @Nullable HandshakeConfig tls,
            @Setting(value = TIMING, inline = true) CheckTiming timing,
            @Setting(value = PORT, min = "1", max = "65535") @Nullable Integer port)
            implements HealthConfig {
        public Http {
            Rules.check(Http.class, path, method, host, headers, expect, tls, timing, port);
            HeaderEdits.refuseFraming("headers", headers.keySet());
        }
    }

    /// `tls`
    @Setting("A TLS handshake comes to its end.")
    record Tls(
            @Setting(value = "What the handshake must be.", inline = true)
                    HandshakeConfig handshake,
            @Setting(value = TIMING, inline = true) CheckTiming timing,
            @Setting(value = PORT, min = "1", max = "65535") @Nullable Integer port)
            implements HealthConfig {
        public Tls {
            Rules.check(Tls.class, handshake, timing, port);
        }
    }

    /// `ping`
    @Setting("An ICMP echo is answered.")
    record Ping(@Setting(value = TIMING, inline = true) CheckTiming timing)
            implements HealthConfig {
        public Ping {
            Rules.check(Ping.class, timing);
        }

        @Override
        public @Nullable Integer port() {
            return null;
        }
    }

    /// `udp`
    @Setting("A datagram is answered, or at least not refused.")
    record Udp(
            @Setting(value = "The payload: a text, or hex:00ff2a.", byDefault = "galley")
                    Payload send,
            @Setting("What the first 8 KiB of the answer contain; absent: any answer will do.")
                    @Nullable Payload expect,
            @Setting(
                            value =
                                    "What it means that no answer comes, while none is expected:"
                                            + " up or down.",
                            byDefault = "up")
                    Silence silence,
            @Setting(value = TIMING, inline = true) CheckTiming timing,
            @Setting(value = PORT, min = "1", max = "65535") @Nullable Integer port)
            implements HealthConfig {
        public Udp {
            Rules.check(Udp.class, send, expect, silence, timing, port);
        }
    }

    /// What an absent answer means.
    enum Silence {
        UP,
        DOWN
    }

    /// `dns`
    @Setting("A DNS query is answered without an error, by records of its type.")
    record Dns(
            @Setting(value = "The name asked for.", form = Form.DNS_NAME) String name,
            @Setting(value = "The type of the records.", byDefault = "A", form = Form.RECORD_TYPE)
                    String record,
            @Setting(value = "Values that must be among the answers.", form = Form.LABEL)
                    List<String> expect,
            @Setting(value = TIMING, inline = true) CheckTiming timing,
            @Setting(value = PORT, min = "1", max = "65535") @Nullable Integer port)
            implements HealthConfig {
        public Dns {
            Rules.check(Dns.class, name, record, expect, timing, port);
            if (record.equals("A")) requireAddresses(expect, Inet4Address.class, "IPv4");
            if (record.equals("AAAA")) requireAddresses(expect, Inet6Address.class, "IPv6");
        }

        private static void requireAddresses(
                List<String> values, Class<? extends InetAddress> family, String name) {
            for (String value : values)
                if (!isOne(value, family))
                    throw new IllegalArgumentException(
                            "expect " + value + " is no " + name + " address");
        }

        private static boolean isOne(String value, Class<? extends InetAddress> family) {
            try {
                return family.isInstance(Literal.parse(value));
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    /// `ftp`
    @Setting("An FTP server greets, lets the user in, and hands out a file.")
    record Ftp(
            @Setting(value = "Logs in as this user; absent: not.", form = Form.LABEL)
                    @Nullable String user,
            @Setting(
                            value = "The password; the default will do for anonymous.",
                            byDefault = "galley@",
                            form = Form.SECRET)
                    String password,
            @Setting(value = "A file that must be readable.", form = Form.LABEL)
                    @Nullable String file,
            @Setting(value = TIMING, inline = true) CheckTiming timing,
            @Setting(value = PORT, min = "1", max = "65535") @Nullable Integer port)
            implements HealthConfig {
        public Ftp {
            Rules.check(Ftp.class, user, password, file, timing, port);
            if (file != null && user == null)
                throw new IllegalArgumentException("file needs a user, such as anonymous");
        }
    }

    /// `redis`
    @Setting("Redis answers PING with PONG.")
    record Redis(
            @Setting(value = "Logs in as this user of an ACL.", form = Form.LABEL)
                    @Nullable String user,
            @Setting(value = "The password; absent: no login.", form = Form.SECRET)
                    @Nullable String password,
            @Setting(value = TIMING, inline = true) CheckTiming timing,
            @Setting(value = PORT, min = "1", max = "65535") @Nullable Integer port)
            implements HealthConfig {
        public Redis {
            Rules.check(Redis.class, user, password, timing, port);
            if (user != null && password == null)
                throw new IllegalArgumentException("user needs a password");
        }
    }

    /// `postgresql`
    @Setting("PostgreSQL takes connections; needs no password.")
    record Postgresql(
            @Setting(
                            value = "The user that is named; need not exist.",
                            byDefault = "galley",
                            form = Form.LABEL)
                    String user,
            @Setting(value = "The database that is named; absent: the user's.", form = Form.LABEL)
                    @Nullable String database,
            @Setting(
                            value =
                                    "What it must be: any, primary or replica. Unless any, the user"
                                            + " must exist and be let in without a password.",
                            byDefault = "any")
                    Role role,
            @Setting(value = TIMING, inline = true) CheckTiming timing,
            @Setting(value = PORT, min = "1", max = "65535") @Nullable Integer port)
            implements HealthConfig {
        public Postgresql {
            Rules.check(Postgresql.class, user, database, role, timing, port);
        }
    }

    /// What a server of a database is to the others.
    enum Role {
        ANY,
        /// It takes writes.
        PRIMARY,
        /// It follows the primary.
        REPLICA
    }

    /// `command`
    @Setting("A program ends with exit status 0.")
    record Command(
            @Setting(
                            value = "The program and its arguments, one by one; no shell.",
                            min = "1",
                            max = "1000",
                            form = Form.TEXT)
                    List<String> argv,
            @Setting(value = TIMING, inline = true) CheckTiming timing,
            @Setting(value = PORT, min = "1", max = "65535") @Nullable Integer port)
            implements HealthConfig {
        public Command {
            Rules.check(Command.class, argv, timing, port);
            if (argv.getFirst().isEmpty() || argv.stream().anyMatch(a -> a.indexOf('\0') >= 0))
                throw new IllegalArgumentException(
                        "argv must name a program, and hold no NUL character");
        }
    }

    /// What an HTTP answer must be. A bare status range is short for `{status: RANGE}`.
    record Expect(
            @Setting(
                            value = "Status codes: 200, 200-399, or a list of them.",
                            byDefault = "200-399",
                            min = "1",
                            bare = true)
                    List<StatusRange> status,
            @Setting("Text that the first 64 KiB of the body contain.") @Nullable String body,
            @Setting(
                            value = "Header lines the answer must carry; \"*\" is any value.",
                            keys = Form.TOKEN,
                            form = Form.LINE)
                    Map<String, String> headers) {
        public Expect {
            Rules.check(Expect.class, status, body, headers);
        }
    }
}
