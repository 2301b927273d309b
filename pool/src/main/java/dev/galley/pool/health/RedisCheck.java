// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import dev.galley.config.HealthConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// `redis`: passes if PING is answered with PONG, after AUTH if there is a password (RESP, the
/// Redis serialization protocol). An error such as LOADING or NOAUTH is the reason as it came.
record RedisCheck(HealthConfig.Redis config) implements Talk {
    @Override
    public @Nullable String talk(Wire wire) throws IOException {
        String password = config.password();
        String user = config.user();
        Input input = new Input(wire);
        if (password == null) {
            wire.send(bytes(command("PING")));
        } else {
            String login =
                    user == null ? command("AUTH", password) : command("AUTH", user, password);
            wire.send(bytes(login + command("PING")));
            String refusal = refusal(input.line(), "+OK");
            if (refusal != null) return refusal;
        }
        return refusal(input.line(), "+PONG");
    }

    private static @Nullable String refusal(String answer, String expected) {
        if (answer.equals(expected)) return null;
        return answer.startsWith("-")
                ? Reasons.quote(answer.substring(1))
                : "not an answer of Redis: " + Reasons.quote(answer);
    }

    private static String command(String... words) {
        StringBuilder command = new StringBuilder().append('*').append(words.length).append("\r\n");
        for (String word : words)
            command.append('$')
                    .append(bytes(word).length)
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        return command.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
