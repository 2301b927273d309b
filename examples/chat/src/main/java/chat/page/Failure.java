// SPDX-License-Identifier: Apache-2.0
package chat.page;

import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.rpc.codec.CodecException;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import java.util.Locale;
import java.util.Set;

/// Why a call failed, as JSON: `{"stage": "failed", "type": "no-such-user", "message": "..."}`.
public final class Failure {
    private static final Set<String> NAMES = Set.of("stage", "type", "message");

    private Failure() {}

    static void write(JsonWriter out, CallException failure) {
        out.beginObject();
        out.name("stage");
        out.string(failure.stage().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        out.name("type");
        out.string(failure.type());
        out.name("message");
        out.string(String.valueOf(failure.getMessage()));
        out.endObject();
    }

    /// Reads what {@link #write} wrote.
    ///
    /// @throws CodecException if it is none
    public static CallException read(JsonReader in) {
        String stage = "", type = "", message = "";
        in.beginObject();
        for (String name; (name = in.name(NAMES)) != null; ) {
            switch (name) {
                case "stage" -> stage = in.string();
                case "type" -> type = in.string();
                default -> message = in.string();
            }
        }
        return new CallException(stage(stage), type, message, null);
    }

    private static Stage stage(String word) {
        try {
            return Stage.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new CodecException("there is no stage " + word);
        }
    }
}
