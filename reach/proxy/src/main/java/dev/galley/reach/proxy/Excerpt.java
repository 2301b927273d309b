// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

import org.jspecify.annotations.Nullable;

/// The parts of a request that a log line repeats, kept until its end; made only where there is a
/// log.
final class Excerpt {
    private static final String NONE = "-";

    private String method = NONE;
    private String target = NONE;
    private String version = NONE;
    private String host = NONE;
    private String referer = NONE;
    private String agent = NONE;

    void take(@Nullable RequestHead head) {
        method = head == null ? NONE : head.text(head.methodFrom, head.methodTo);
        target = head == null ? NONE : head.target();
        version = head == null ? NONE : head.http11 ? "HTTP/1.1" : "HTTP/1.0";
        host = head == null ? NONE : head.text(head.hostFrom, head.hostTo);
        referer = value(head, Field.REFERER);
        agent = value(head, Field.USER_AGENT);
    }

    private static String value(@Nullable RequestHead head, Field field) {
        int i = head == null ? -1 : head.find(field);
        return head == null || i < 0 ? NONE : head.text(head.valueFrom[i], head.valueTo[i]);
    }

    /// The request line in quotes.
    void request(HeadWriter out) {
        out.put('"')
                .put(method)
                .put(' ')
                .put(LogLine.escaped(target))
                .put(' ')
                .put(version)
                .put('"');
    }

    /// Referer and user agent in quotes.
    void agent(HeadWriter out) {
        out.put('"')
                .put(LogLine.escaped(referer))
                .put("\" \"")
                .put(LogLine.escaped(agent))
                .put('"');
    }

    void json(LogLine line) {
        line.text("method", method)
                .text("target", target)
                .text("version", version)
                .text("host", host);
        line.text("referer", referer).text("user_agent", agent);
    }
}
