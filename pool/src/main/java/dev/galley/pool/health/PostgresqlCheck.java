// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import dev.galley.config.HealthConfig;
import dev.galley.config.HealthConfig.Role;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// `postgresql`: passes if the start of a session is answered by a server that takes connections
/// (PostgreSQL's documentation, "Message Flow: Start-up"). That is so if it asks for a password or
/// lets the user in, and also if it refuses this user: the rule of `pg_isready`. It is not if it
/// starts, stops or recovers (SQLSTATE 57P01 to 57P03).
///
/// With a role, the user must be let in: the server then tells by the parameter `in_hot_standby`
/// which one it has (from version 14 on; the same, "Asynchronous Operations").
record PostgresqlCheck(HealthConfig.Postgresql config) implements Talk {
    private static final int PROTOCOL_3_0 = 3 << 16;
    private static final byte[] TERMINATE = {'X', 0, 0, 0, 4};

    /// The longest message that a server sends here; libpq's limit. Those that tell a session's
    /// parameters are not longer together.
    private static final int LONGEST = 30_000;

    private static final String NONSENSE = "not an answer of PostgreSQL";
    private static final String STANDBY = "in_hot_standby\0";

    @Override
    public @Nullable String talk(Wire wire) throws IOException {
        wire.send(startup());
        Input input = new Input(wire);
        int type = input.need();
        int length = number(input);
        if ((type != 'R' && type != 'E') || length < 8 || length > LONGEST) return NONSENSE;
        if (type == 'E') return refusal(text(input, length - 4));
        boolean letIn = number(input) == 0;
        if (!letIn) return isAnyRole() ? null : "wants a password, and tells no role without one";
        String reason = isAnyRole() ? null : role(input);
        wire.send(TERMINATE);
        return reason;
    }

    private boolean isAnyRole() {
        return config.role() == Role.ANY;
    }

    private byte[] startup() {
        String database = config.database();
        String text =
                "user\0%s\0database\0%s\0\0"
                        .formatted(config.user(), database == null ? config.user() : database);
        byte[] parameters = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + parameters.length)
                .putInt(8 + parameters.length)
                .putInt(PROTOCOL_3_0)
                .put(parameters)
                .array();
    }

    /// Reads what follows when the user was let in, up to ReadyForQuery at the latest.
    private @Nullable String role(Input input) throws IOException {
        int left = LONGEST;
        while (true) {
            int type = input.need();
            int length = number(input);
            if (length < 4 || length > left) return NONSENSE;
            left -= length;
            String text = text(input, length - 4);
            if (type == 'E') return refusal(text);
            if (type == 'Z') return "tells no role; PostgreSQL does from version 14 on";
            if (type == 'S' && text.startsWith(STANDBY))
                return wrong(text.startsWith("on", STANDBY.length()) ? Role.REPLICA : Role.PRIMARY);
        }
    }

    private @Nullable String wrong(Role role) {
        if (role == config.role()) return null;
        return role == Role.REPLICA ? "it is a replica" : "it is the primary";
    }

    /// The fields of an ErrorResponse: a letter and a text each; C is the SQLSTATE, M the message.
    private @Nullable String refusal(String fields) {
        String state = "", message = "";
        for (String field : fields.split("\0", -1)) {
            if (field.startsWith("C")) state = field.substring(1);
            if (field.startsWith("M")) message = field.substring(1);
        }
        if (state.isEmpty()) return NONSENSE;
        return state.startsWith("57P") || !isAnyRole() ? Reasons.quote(message) : null;
    }

    private static String text(Input input, int length) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) text.append((char) input.need());
        return text.toString();
    }

    private static int number(Input input) throws IOException {
        int number = 0;
        for (int i = 0; i < 4; i++) number = number << 8 | input.need();
        return number;
    }
}
