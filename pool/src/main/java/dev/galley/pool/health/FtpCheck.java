// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import dev.galley.config.HealthConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `ftp`: passes if the server greets with 220, lets the user in if there is one, and sends the
/// file if there is one (RFC 959, RFC 2428). The first 64 KiB of it are read; a file that ends
/// within them must come whole.
///
/// The data connection goes to the address of the member, whatever the answer to PASV names, so
/// that a server cannot have others connected to.
record FtpCheck(HealthConfig.Ftp config) implements Talk {
    private static final int FILE_LIMIT = 64 * 1024;
    private static final Pattern REPLY = Pattern.compile("[1-5][0-9]{2}([ -].*)?");
    private static final Pattern EXTENDED_PASSIVE =
            Pattern.compile("229 .*\\(\\|\\|\\|([0-9]{1,5})\\|\\).*");
    private static final Pattern PASSIVE =
            Pattern.compile("227 .*?[0-9]+,[0-9]+,[0-9]+,[0-9]+,([0-9]{1,3}),([0-9]{1,3}).*");

    @Override
    public @Nullable String talk(Wire wire) throws IOException {
        Session session = new Session(wire, new Input(wire));
        session.need("greeting", session.reply(), "220");
        String user = config.user();
        if (user != null) session.logIn(user, config.password());
        String file = config.file();
        if (file != null) session.fetch(file);
        wire.send("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
        return null;
    }

    /// The control connection.
    private record Session(Wire wire, Input input) {
        void logIn(String user, String password) throws IOException {
            String reply = ask("USER", user);
            if (reply.startsWith("331")) reply = ask("PASS", password);
            need("login", reply, "230");
        }

        void fetch(String file) throws IOException {
            need("TYPE", ask("TYPE", "I"), "200");
            try (Wire data = Wire.connect(passive(), wire.deadline())) {
                String reply = ask("RETR", file);
                need("file", reply, reply.startsWith("125") ? "125" : "150");
                if (endsWithin(data, FILE_LIMIT)) need("file", reply(), "226");
            }
        }

        private static boolean endsWithin(Wire data, int limit) throws IOException {
            byte[] part = new byte[8192];
            for (int seen = 0; seen <= limit; ) {
                int read = data.read(part);
                if (read < 0) return true;
                seen += read;
            }
            return false;
        }

        private InetSocketAddress passive() throws IOException {
            Matcher extended = EXTENDED_PASSIVE.matcher(ask("EPSV"));
            if (extended.matches()) return at(Integer.parseInt(extended.group(1)));
            String reply = ask("PASV");
            Matcher old = PASSIVE.matcher(reply);
            if (!old.matches()) throw refused("passive mode", reply);
            return at(256 * Integer.parseInt(old.group(1)) + Integer.parseInt(old.group(2)));
        }

        private InetSocketAddress at(int port) throws IOException {
            if (port < 1 || port > 65535)
                throw new IOException("passive mode: " + port + " is no port");
            return new InetSocketAddress(wire.target().getAddress(), port);
        }

        private String ask(String... words) throws IOException {
            wire.send((String.join(" ", words) + "\r\n").getBytes(StandardCharsets.UTF_8));
            return reply();
        }

        /// The last line of a reply, of which all lines but that have a hyphen behind the code, or
        /// are indented (RFC 959 §4.2).
        String reply() throws IOException {
            input.restart();
            String first = input.line();
            if (!REPLY.matcher(first).matches())
                throw new IOException("not an answer of FTP: " + Reasons.quote(first));
            String code = first.substring(0, 3);
            String line = first;
            while (!line.equals(code) && !line.startsWith(code + " ")) line = input.line();
            return line;
        }

        void need(String step, String reply, String code) throws IOException {
            if (!reply.startsWith(code)) throw refused(step, reply);
        }

        private static IOException refused(String step, String reply) {
            return new IOException(step + ": " + Reasons.quote(reply));
        }
    }
}
