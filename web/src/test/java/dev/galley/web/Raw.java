// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// HTTP by hand, so that every byte of a request can be chosen.
record Raw(int status, String head, String body) {
    /// @param lines the head of the request, without its end
    static Raw ask(InetSocketAddress server, String body, String... lines) throws IOException {
        String head = String.join("\r\n", lines) + "\r\nConnection: close\r\n";
        String length = "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length;
        return parse(all(server, head + length + "\r\n\r\n" + body));
    }

    /// All that is answered until the server ends the connection.
    static String all(InetSocketAddress server, String requests) throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static Raw get(InetSocketAddress server, String target) throws IOException {
        return ask(server, "", "GET " + target + " HTTP/1.1", "Host: 127.0.0.1");
    }

    static Raw post(InetSocketAddress server, String target) throws IOException {
        return ask(server, "", "POST " + target + " HTTP/1.1", "Host: 127.0.0.1");
    }

    private static Raw parse(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        int status = Integer.parseInt(answer.substring(9, 12));
        return new Raw(status, answer.substring(0, end), answer.substring(end + 4));
    }
}
