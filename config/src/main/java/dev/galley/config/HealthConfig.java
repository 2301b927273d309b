// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Form;
import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An active health check. A bare word is short for `{type: WORD}`.
public sealed interface HealthConfig {
    /// How often, how long, how many.
    CheckTiming timing();

    /// The port that is checked; null: the member's own.
    @Nullable Integer port();

    /// `tcp`
    @Setting("A connection is accepted.")
    record Tcp(
            @Setting(value = "How often, how long, how many.", inline = true) CheckTiming timing,
            @Setting(
                            value = "The port that is checked; absent: the member's own.",
                            min = "1",
                            max = "65535")
                    @Nullable Integer port)
            implements HealthConfig {
        public Tcp {
            Rules.check(Tcp.class, timing, port);
        }
    }

    /// `http`
    @Setting("A request is answered as expected.")
    record Http(
            @Setting(value = "The target of the request.", byDefault = "/", form = Form.TARGET)
                    String path,
            @Setting(value = "Its method.", byDefault = "GET", form = Form.METHOD) String method,
            @Setting(value = "Its Host; absent: the member's address.", form = Form.AUTHORITY)
                    @Nullable String host,
            @Setting(value = "More header lines.", keys = Form.TOKEN, form = Form.LINE)
                    Map<String, String> headers,
            @Setting("What the answer must be.") Expect expect,
            @Setting(value = "How often, how long, how many.", inline = true) CheckTiming timing,
            @Setting(
                            value = "The port that is checked; absent: the member's own.",
                            min = "1",
                            max = "65535")
                    @Nullable Integer port)
            implements HealthConfig {
        public Http {
            Rules.check(Http.class, path, method, host, headers, expect, timing, port);
            HeaderEdits.refuseFraming("headers", headers.keySet());
        }
    }

    /// What an HTTP answer must be. A bare status range is short for `{status: RANGE}`.
    record Expect(
            @Setting(
                            value = "Status codes: 200, 200-399, or a list of them.",
                            byDefault = "200-399",
                            min = "1",
                            bare = true)
                    List<StatusRange> status,
            @Setting("Text that the first 64 KiB of the body contain.") @Nullable String body,
            @Setting(
                            value = "Header lines the answer must carry; \"*\" is any value.",
                            keys = Form.TOKEN,
                            form = Form.LINE)
                    Map<String, String> headers) {
        public Expect {
            Rules.check(Expect.class, status, body, headers);
        }
    }
}
