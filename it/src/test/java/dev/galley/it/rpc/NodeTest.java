// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A client in another language, grpc-js, which `./verify` installs by npm.
@Needs({"node", NodeTest.MODULES})
class NodeTest {
    static final String MODULES = "target/node/node_modules";

    @Test
    void nodeCallsEveryKindOfMethodByTheExportedProto() throws Exception {
        try (Faces faces = Faces.of(new EchoInMemory())) {
            Process node =
                    new ProcessBuilder(
                                    "node",
                                    "src/test/node/echo.mjs",
                                    Path.of(MODULES).toAbsolutePath().toString(),
                                    Stock.PROTOS.toString(),
                                    "127.0.0.1:" + faces.port())
                            .redirectErrorStream(true)
                            .start();
            String printed = node.inputReader().readAllAsString();
            assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(printed.lines())
                    .containsExactly(
                            "{\"result\":{\"text\":\"Hallo ann\","
                                    + "\"at\":{},\"way\":{\"letter\":{\"address\":\"Ulm\"},"
                                    + "\"kind\":\"letter\"}}}",
                            "{\"count\":1000,\"last\":1000}",
                            "{\"result\":5050}",
                            "[\"Hello n0\",\"Hello n1\",\"Hello n2\"]",
                            "{\"code\":2,\"details\":\"as you asked for\","
                                    + "\"type\":\"no-such-user\"}");
        }
    }
}
