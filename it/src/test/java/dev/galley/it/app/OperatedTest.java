// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is seen of a program from outside, and done to it.
class OperatedTest {
    private static final Pattern ADMIN = Pattern.compile("admin +(http://[0-9.:]+)/");

    @TempDir private Path folder;
    private final HttpClient client = HttpClient.newHttpClient();

    private String ask(Node node, String method, String path)
            throws IOException, InterruptedException {
        Matcher admin = ADMIN.matcher(node.told());
        assertThat(admin.find()).isTrue();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(admin.group(1) + path))
                        .method(method, BodyPublishers.noBody())
                        .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void theNodesThatAModuleIsCalledAtAreAPoolLikeAllOthers() throws Exception {
        try (Town town = new Town(folder, "people", "mail,office", "mail,office").start()) {
            Node caller = town.node("n1");
            String one = town.address("n2"), other = town.address("n3");
            town.people().register("ann");
            String status = ask(caller, "GET", "/v1/status");
            assertThat(status)
                    .contains("\"node\" : \"n1\"", "\"pool\" : \"app/mail\"")
                    .contains("\"method\" : \"People/register\"");

            String drain = "/v1/pools/app%2Fmail/members/" + one + "/drain";
            assertThat(ask(caller, "POST", drain)).contains("\"draining\"");
            int before = calls(caller, one), others = calls(caller, other);
            for (int i = 0; i < 10; i++) town.people().find("ann");
            await().until(() -> calls(caller, other) == others + 10);
            assertThat(calls(caller, one)).isEqualTo(before);
        }
    }

    @Test
    void aReloadTakesInWhereOtherModulesRunAndHowTheyAreCalled() throws Exception {
        try (Town town = new Town(folder, "people", "mail,office", "mail,office").start()) {
            Node caller = town.node("n1");
            assertThat(ask(caller, "GET", "/v1/status")).contains(town.address("n3"));
            Path file = folder.resolve("galley.yaml");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replaceFirst("(n3:.*)mail,office", "$1office")
                            .replace("mail: {config", "mail: {pool: {policy: random}, config"));
            caller.hangUp();
            await().until(() -> caller.told().contains("reloaded"));
            assertThat(ask(caller, "GET", "/v1/pools/app%2Fmail"))
                    .contains("\"random\"", town.address("n2"))
                    .doesNotContain(town.address("n3"));
            assertThat(town.people().register("ann").letters()).isEqualTo(1);

            Files.writeString(
                    file, Files.readString(file).replaceFirst("people\\]", "people, mail]"));
            caller.hangUp();
            await().until(() -> caller.told().contains("app.nodes.n1.modules changed"));
        }
    }

    private int calls(Node node, String member) throws Exception {
        String sample =
                "galley_member_requests_total{code=\"2xx\",member=\"%s\",pool=\"app/mail\"} "
                        .formatted(member);
        return ask(node, "GET", "/metrics")
                .lines()
                .filter(line -> line.startsWith(sample))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(sample.length())))
                .sum();
    }
}
