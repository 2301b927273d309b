// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.wire.Secret;
import dev.galley.rpc.wire.Terms;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls by `POST /Service/method` with JSON over HTTP/1.1.
class JsonTest {
    private static final String ANN = "{\"name\":\"ann\"}";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Faces> all = new ArrayList<>();

    @AfterEach
    void end() {
        all.forEach(Faces::close);
        client.close();
    }

    private Faces serve(Echo service) throws IOException {
        return serve(service, Terms.of("server"), 1000);
    }

    private Faces serve(Echo service, Terms terms, int most) throws IOException {
        Faces faces = new Faces(service, terms, most);
        all.add(faces);
        return faces;
    }

    private static HttpRequest.Builder request(Faces faces, String method) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + faces.port() + "/Echo/" + method))
                .header("Content-Type", "application/json");
    }

    private HttpResponse<String> post(Faces faces, String method, String json) throws Exception {
        return send(request(faces, method).POST(BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static void isProblem(HttpResponse<String> response, int status, String type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type"))
                .hasValue("application/problem+json");
        assertThat(response.body())
                .startsWith("{\"type\":\"urn:galley:" + type + "\",\"title\":\"")
                .contains("\"status\":" + status);
    }

    @Test
    void aCallIsAnsweredInJson() throws Exception {
        HttpResponse<String> response =
                post(
                        serve(new EchoInMemory()),
                        "greet",
                        "{\"person\":" + ANN + ",\"language\":\"de\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.body())
                .isEqualTo(
                        "{\"result\":{\"text\":\"Hallo ann\",\"at\":\"1970-01-01T00:00:00Z\","
                                + "\"way\":{\"wave\":{\"times\":2}}}}");
    }

    @Test
    void aStreamOfResultsIsALineEach() throws Exception {
        HttpResponse<String> response =
                post(serve(new EchoInMemory()), "count", "{\"from\":7,\"to\":5007}");
        assertThat(response.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        assertThat(response.body().lines())
                .containsExactlyElementsOf(
                        IntStream.range(7, 5007).mapToObj(i -> "{\"result\":" + i + "}").toList());
    }

    @Test
    void anEmptyStreamIsAnEmptyBody() throws Exception {
        HttpResponse<String> response =
                post(serve(new EchoInMemory()), "count", "{\"from\":7,\"to\":7}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void aStreamThatFailsSaysSoAndBreaksOff() throws Exception {
        Echo failing =
                new EchoInMemory() {
                    @Override
                    public Stream<Integer> count(int from, int to) {
                        return Stream.of(1, 2)
                                .map(i -> {
                                    if (i == 2) throw CallException.failed("two", "no 2");
                                    return i;
                                });
                    }
                };
        try (RawClient raw = new RawClient(serve(failing).port())) {
            raw.send(RawClient.post("/Echo/count", "{\"from\":1,\"to\":3}"));
            assertThat(raw.all())
                    .contains("{\"result\":1}\n")
                    .contains("{\"problem\":{\"type\":\"urn:galley:two\"")
                    .doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void aConnectionIsUsedForManyCallsAlsoIfTheyAreSentAhead() throws Exception {
        Faces faces = serve(new EchoInMemory());
        try (RawClient raw = new RawClient(faces.port())) {
            String call = RawClient.post("/Echo/last", ANN);
            raw.send(call.repeat(200));
            for (int i = 0; i < 200; i++) assertThat(raw.response()).isEqualTo("200 {}");
            assertThat(faces.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void failuresOfTheServiceAreProblems() throws Exception {
        HttpResponse<String> failed =
                post(serve(new EchoInMemory()), "fail", "{\"type\":\"no-such-user\"}");
        isProblem(failed, 500, "no-such-user");
        assertThat(failed.body())
                .contains("\"detail\":\"as you asked for\"", "\"stage\":\"failed\"");
    }

    @Test
    void aServiceThatSaysAWordOfGrpcChoosesTheStatus() throws Exception {
        Faces faces = serve(new EchoInMemory());
        isProblem(post(faces, "fail", "{\"type\":\"not-found\"}"), 404, "not-found");
        isProblem(post(faces, "fail", "{\"type\":\"already-exists\"}"), 409, "already-exists");
        isProblem(post(faces, "fail", "{\"type\":\"unavailable\"}"), 503, "unavailable");
        assertThat(post(faces, "fail", "{\"type\":\"not-found\"}").body())
                .contains("\"stage\":\"failed\"");
    }

    @Test
    void longResponsesAreCompressedWhereBothWantIt() throws Exception {
        Faces faces = serve(new EchoInMemory(), Terms.of("s").withCompression(100), 10);
        String json = "{\"payload\":\"" + "A".repeat(4000) + "\"}";
        HttpResponse<byte[]> small = bytes(faces, json, "br, gzip;q=0.5");
        assertThat(small.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(small.headers().firstValue("vary")).hasValue("accept-encoding");
        assertThat(small.body()).hasSizeLessThan(200);
        try (var in = new GZIPInputStream(new ByteArrayInputStream(small.body()))) {
            assertThat(new String(in.readAllBytes(), UTF_8))
                    .isEqualTo(json.replace("payload", "result"));
        }
        HttpResponse<byte[]> refused = bytes(faces, json, "gzip;q=0, identity");
        assertThat(new String(refused.body(), UTF_8)).isEqualTo(json.replace("payload", "result"));
        HttpResponse<byte[]> brief = bytes(faces, "{\"payload\":\"AAAA\"}", "gzip");
        assertThat(new String(brief.body(), UTF_8)).isEqualTo("{\"result\":\"AAAA\"}");
    }

    private HttpResponse<byte[]> bytes(Faces faces, String json, String accept) throws Exception {
        HttpRequest.Builder request =
                request(faces, "bytes")
                        .header("Accept-Encoding", accept)
                        .POST(BodyPublishers.ofString(json));
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    @Test
    void aResponseToHeadHasNoBody() throws Exception {
        try (RawClient raw = new RawClient(serve(new EchoInMemory()).port())) {
            raw.send("HEAD /Echo/last HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(raw.all())
                    .startsWith("HTTP/1.1 405 ")
                    .contains("allow: POST", "content-length: 1")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void badRequestsAreToldWhatIsWrong() throws Exception {
        Faces faces = serve(new EchoInMemory());
        isProblem(post(faces, "last", "{\"name\":"), 400, "bad-request");
        isProblem(post(faces, "last", ""), 400, "bad-request");
        isProblem(post(faces, "greet", "{}"), 400, "bad-request");
        assertThat(post(faces, "greet", "{}").body()).contains("person");
        assertThat(post(faces, "sum", "{\"item\":1}").body()).contains("is sent a stream");
        isProblem(post(faces, "lost", "{}"), 404, "unknown-method");
        HttpResponse<String> got = send(request(faces, "last").GET());
        isProblem(got, 405, "bad-request");
        assertThat(got.headers().firstValue("allow")).hasValue("POST");
        isProblem(
                send(
                        request(faces, "last")
                                .header("Galley-Timeout", "soon")
                                .POST(BodyPublishers.ofString(ANN))),
                400,
                "bad-request");
    }

    /// Which is all that a page of another site can send without asking.
    @Test
    void whatABrowserSendsUnaskedIsRefused() throws Exception {
        Faces faces = serve(new EchoInMemory());
        for (String type :
                List.of(
                        "text/plain",
                        "application/x-www-form-urlencoded",
                        "multipart/form-data; boundary=x")) {
            HttpRequest.Builder request =
                    request(faces, "last")
                            .setHeader("Content-Type", type)
                            .POST(BodyPublishers.ofString(ANN));
            isProblem(send(request), 415, "bad-request");
        }
        isProblem(
                send(request(faces, "last").method("OPTIONS", BodyPublishers.noBody())),
                405,
                "bad-request");
        try (RawClient raw = new RawClient(faces.port())) {
            String call = RawClient.post("/Echo/last", ANN);
            raw.send(
                    call.replace("Host: 127.0.0.1", "Host: evil.test\r\nOrigin: http://evil.test"));
            assertThat(raw.response()).startsWith("403 ");
        }
        try (RawClient raw = new RawClient(faces.port())) {
            String call = RawClient.post("/Echo/last", ANN);
            raw.send(call.replace("Host: 127.0.0.1", "Host: localhost:1\r\nOrigin: http://a.test"));
            assertThat(raw.response()).startsWith("200 ");
        }
    }

    @Test
    void aSecretIsAskedFor() throws Exception {
        Secret secret = new Secret("correct horse battery staple".getBytes(UTF_8));
        Faces faces = serve(new EchoInMemory(), Terms.of("s").withSecret(secret), 10);
        HttpResponse<String> without = post(faces, "last", ANN);
        isProblem(without, 401, "unauthenticated");
        assertThat(without.headers().firstValue("www-authenticate")).hasValue("Bearer");
        HttpRequest.Builder with =
                request(faces, "last")
                        .header("Authorization", "Bearer correct horse battery staple")
                        .POST(BodyPublishers.ofString(ANN));
        assertThat(send(with).body()).isEqualTo("{}");
    }

    @Test
    void aBodyThatIsTooLongIsRefusedBeforeItCame() throws Exception {
        Faces faces = serve(new EchoInMemory());
        String much = "{\"name\":\"" + "n".repeat(5_000_000) + "\"}";
        try (RawClient raw = new RawClient(faces.port())) {
            raw.send(RawClient.post("/Echo/last", much));
            assertThat(raw.response()).startsWith("413 ");
        }
    }

    @Test
    void aDeadlineEndsTheCall() throws Exception {
        Waiting waiting = new Waiting();
        HttpRequest.Builder brief =
                request(serve(waiting), "last")
                        .header("Galley-Timeout", "100m")
                        .POST(BodyPublishers.ofString(ANN));
        isProblem(send(brief), 504, "deadline");
        assertThat(waiting.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoAsksFirstIsToldToGoOn() throws Exception {
        String call = RawClient.post("/Echo/last", ANN);
        String head = call.substring(0, call.length() - ANN.length());
        try (RawClient raw = new RawClient(serve(new EchoInMemory()).port())) {
            raw.send(head.replace("Host", "Expect: 100-continue\r\nHost"));
            String told = "HTTP/1.1 100 Continue\r\n\r\n";
            assertThat(raw.next(told.length())).isEqualTo(told);
            raw.send(ANN);
            assertThat(raw.response()).isEqualTo("200 {}");
        }
    }

    @Test
    void aTraceGoesOn() throws Exception {
        AtomicReference<CallContext> seen = new AtomicReference<>();
        Echo seeing =
                new EchoInMemory() {
                    @Override
                    public void fail(String type) {
                        seen.set(CallContext.current());
                    }
                };
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        send(
                request(serve(seeing), "fail")
                        .header("traceparent", trace)
                        .POST(BodyPublishers.ofString("{\"type\":\"x\"}")));
        assertThat(seen.get().traceparent()).isEqualTo(trace);
    }

    @Test
    void aClientThatGoesInterruptsItsCall() throws Exception {
        Waiting waiting = new Waiting();
        try (RawClient raw = new RawClient(serve(waiting).port())) {
            raw.send(RawClient.post("/Echo/last", ANN));
            assertThat(waiting.begun.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(waiting.interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tooManyCallsAreRefused() throws Exception {
        Waiting waiting = new Waiting();
        Faces faces = serve(waiting, Terms.of("s"), 1);
        var first =
                client.sendAsync(
                        request(faces, "last").POST(BodyPublishers.ofString(ANN)).build(),
                        BodyHandlers.ofString());
        assertThat(waiting.begun.await(30, TimeUnit.SECONDS)).isTrue();
        HttpResponse<String> second = post(faces, "last", ANN);
        isProblem(second, 503, "overload");
        assertThat(second.headers().firstValue("retry-after")).hasValue("1");
        waiting.goOn.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS).body()).isEqualTo("{}");
    }

    @Test
    void drainingLetsTheCallUnderWayEnd() throws Exception {
        Waiting waiting = new Waiting();
        Faces faces = serve(waiting);
        try (RawClient raw = new RawClient(faces.port());
                RawClient idle = new RawClient(faces.port())) {
            idle.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(idle.response()).startsWith("404 ");
            raw.send(RawClient.post("/Echo/last", ANN));
            assertThat(waiting.begun.await(30, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Boolean> drained = new CompletableFuture<>();
            Thread.startVirtualThread(() -> {
                try {
                    drained.complete(faces.server.drain(Duration.ofSeconds(20)));
                } catch (InterruptedException e) {
                    drained.completeExceptionally(e);
                }
            });
            assertThat(idle.all()).isEmpty();
            waiting.goOn.countDown();
            assertThat(raw.all()).startsWith("HTTP/1.1 200").contains("connection: close");
            assertThat(drained.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
