// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import dev.galley.config.HealthConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// `postgresql`: passes if the start of a session is answered by a server that takes connections
/// (PostgreSQL's documentation, "Message Flow: Start-up"). That is so if it asks for a password or
/// lets the user in, and also if it refuses this user: the rule of `pg_isready`. It is not if it
/// starts, stops or recovers (SQLSTATE 57P01 to 57P03).
record PostgresqlCheck(HealthConfig.Postgresql config) implements Talk {
    private static final int PROTOCOL_3_0 = 3 << 16;
    private static final byte[] TERMINATE = {'X', 0, 0, 0, 4};

    /// The longest message that a server sends here; libpq's limit.
    private static final int LONGEST = 30_000;

    @Override
    public @Nullable String talk(Wire wire) throws IOException {
        wire.send(startup());
        Input input = new Input(wire);
        int type = input.need();
        int length = number(input);
        if ((type != 'R' && type != 'E') || length < 8 || length > LONGEST)
            return "not an answer of PostgreSQL";
        if (type == 'E') return refusal(input, length - 4);
        boolean letIn = number(input) == 0;
        if (letIn) wire.send(TERMINATE);
        return null;
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

    /// The fields of an ErrorResponse: a letter and a text each; C is the SQLSTATE, M the message.
    private static @Nullable String refusal(Input input, int length) throws IOException {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < length; i++) fields.append((char) input.need());
        String state = "", message = "";
        for (String field : fields.toString().split("\0", -1)) {
            if (field.startsWith("C")) state = field.substring(1);
            if (field.startsWith("M")) message = field.substring(1);
        }
        if (state.isEmpty()) return "not an answer of PostgreSQL";
        return state.startsWith("57P") ? Reasons.quote(message) : null;
    }

    private static int number(Input input) throws IOException {
        int number = 0;
        for (int i = 0; i < 4; i++) number = number << 8 | input.need();
        return number;
    }
}
