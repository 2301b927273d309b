// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec.chat;

import dev.galley.rpc.codec.Codec;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import java.util.Set;

public final class UserCodec implements Codec<User> {
    public static final UserCodec INSTANCE = new UserCodec();

    private static final Set<String> NAMES = Set.of("id", "name", "online");

    private UserCodec() {}

    @Override
    public void write(Writer out, User value) {
        if (value.online()) out.bool(24, true);
        if (!value.name().isEmpty()) out.string(18, value.name());
        if (value.id() != 0) out.int64(8, value.id());
    }

    @Override
    public User read(Reader in) {
        long id = 0;
        String name = "";
        boolean online = false;
        for (int tag; (tag = in.tag()) != 0; ) {
            switch (tag) {
                case 8 -> id = in.int64();
                case 18 -> name = in.string();
                case 24 -> online = in.bool();
                default -> in.skip(tag, 1, 2, 3);
            }
        }
        return new User(id, name, online);
    }

    @Override
    public void write(JsonWriter out, User value) {
        out.beginObject();
        out.name("id");
        out.int64(value.id());
        out.name("name");
        out.string(value.name());
        out.name("online");
        out.bool(value.online());
        out.endObject();
    }

    @Override
    public User read(JsonReader in) {
        long id = 0;
        String name = "";
        boolean online = false;
        in.beginObject();
        for (String member; (member = in.name(NAMES)) != null; ) {
            switch (member) {
                case "id" -> id = in.int64();
                case "name" -> name = in.string();
                case "online" -> online = in.bool();
            }
        }
        return new User(id, name, online);
    }
}
