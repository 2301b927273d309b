// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The header fields that a proxy must know (RFC 9110, RFC 9112, RFC 7239, RFC 9440).
@SuppressWarnings("ImmutableEnumChecker") // the arrays are never written to
enum Field {
    OTHER("", false),
    HOST("host", false),
    CONTENT_LENGTH("content-length", false),
    TRANSFER_ENCODING("transfer-encoding", true),
    CONNECTION("connection", true),
    KEEP_ALIVE("keep-alive", true),
    PROXY_CONNECTION("proxy-connection", true),
    TE("te", true),
    TRAILER("trailer", false),
    UPGRADE("upgrade", true),
    HTTP2_SETTINGS("http2-settings", true),
    EXPECT("expect", false),
    DATE("date", false),
    COOKIE("cookie", false),
    SET_COOKIE("set-cookie", false),
    CONTENT_TYPE("content-type", false),
    LOCATION("location", false),
    REFERER("referer", false),
    USER_AGENT("user-agent", false),
    FORWARDED("forwarded", false),
    X_FORWARDED_FOR("x-forwarded-for", false),
    X_FORWARDED_PROTO("x-forwarded-proto", false),
    X_FORWARDED_HOST("x-forwarded-host", false),
    CLIENT_CERT("client-cert", false),
    CLIENT_CERT_CHAIN("client-cert-chain", false);

    private static final Field[][] BY_LENGTH = new Field[32][];

    static {
        for (Field field : values()) {
            Field[] old = BY_LENGTH[field.name.length];
            Field[] more =
                    old == null ? new Field[1] : java.util.Arrays.copyOf(old, old.length + 1);
            more[more.length - 1] = field;
            BY_LENGTH[field.name.length] = more;
        }
    }

    final byte[] name;

    /// Whether the field speaks of one connection alone (RFC 9110 section 7.6.1) and is never
    /// passed on as it is.
    final boolean hopByHop;

    Field(String name, boolean hopByHop) {
        this.name = name.getBytes(StandardCharsets.US_ASCII);
        this.hopByHop = hopByHop;
    }

    /// The field whose name stands in `b[from..to)`, in any case.
    static Field of(byte[] b, int from, int to) {
        int length = to - from;
        @Nullable Field @Nullable [] candidates =
                length < BY_LENGTH.length ? BY_LENGTH[length] : null;
        if (candidates == null) return OTHER;
        for (Field field : candidates)
            if (field != null && Chars.is(b, from, to, field.name)) return field;
        return OTHER;
    }

    /// Whether the field frames or routes the message: a client can't have it dropped by naming it
    /// in Connection, and it can't come in a trailer.
    boolean essential() {
        return this == HOST || this == CONTENT_LENGTH || this == TRANSFER_ENCODING;
    }
}
