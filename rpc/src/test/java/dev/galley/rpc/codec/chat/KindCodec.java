// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec.chat;

import org.jspecify.annotations.Nullable;

/// The numbers of an enum's constants; 0 is none of them.
final class KindCodec {
    private KindCodec() {}

    static int number(Kind value) {
        return switch (value) {
            case TEXT -> 1;
            case NOTICE -> 2;
        };
    }

    /// Null: there is no such constant.
    static @Nullable Kind of(int number) {
        return switch (number) {
            case 1 -> Kind.TEXT;
            case 2 -> Kind.NOTICE;
            default -> null;
        };
    }

    /// Null: there is no such constant.
    static @Nullable Kind of(String name) {
        return switch (name) {
            case "TEXT" -> Kind.TEXT;
            case "NOTICE" -> Kind.NOTICE;
            default -> null;
        };
    }
}
