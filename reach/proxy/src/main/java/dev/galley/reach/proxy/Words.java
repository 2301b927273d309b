// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import java.nio.charset.StandardCharsets;

/// Byte strings that are written and looked for.
final class Words {
    static final byte[] CLOSE = of("close");
    static final byte[] KEEP_ALIVE = of("keep-alive");
    static final byte[] CHUNKED = of("chunked");
    static final byte[] CRLF = of("\r\n");
    static final byte[] LAST_CHUNK = of("0\r\n\r\n");
    static final byte[] CONTINUE_100 = of("100-continue");
    static final byte[] H2C = of("h2c");

    private Words() {}

    static byte[] of(String s) {
        return s.getBytes(StandardCharsets.ISO_8859_1);
    }
}
