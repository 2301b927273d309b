// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import dev.galley.config.Limits;
import dev.galley.config.Size;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Heads parsed from text.
final class Parsed {
    static final Limits LIMITS =
            new Limits(
                    new Size(2048), new Size(512), 10, null, 100, 100, new Size(0), Duration.ZERO);

    private Parsed() {}

    static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    /// What the parser says of `text`, and the head it leaves behind.
    static int parse(Head head, String text) {
        return head.parse(bytes(text), LIMITS);
    }

    static RequestHead request(String text) {
        RequestHead head = new RequestHead();
        int length = parse(head, text);
        if (length <= 0) throw new AssertionError(length + ": " + head.problem);
        return head;
    }
}
