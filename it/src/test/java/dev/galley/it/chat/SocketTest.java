// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.MessagesContract;
import chat.UsersContract;
import dev.galley.rpc.CallException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the page does with browsers that are not its own.
class SocketTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir private static Path folder;
    private static Chat chat;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Files.exists(Chat.JAR), "there is no jar yet: mvn verify builds it");
        chat = new Chat(folder, "single.yaml", "").start();
    }

    @AfterAll
    static void end() {
        if (chat != null) chat.close();
    }

    private static WebSocket open(WebSocket.Listener listener, String origin) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        if (!origin.isEmpty()) builder.header("Origin", origin);
        return builder.buildAsync(chat.socket(), listener).join();
    }

    @Test
    void aPageOfAnotherHostMayNotConnect() {
        String own = "http://" + chat.page().getAuthority();
        open(new Closed(), own).abort();
        for (String other : new String[] {"http://other.example", own + "0", "null"})
            assertThatThrownBy(() -> open(new Closed(), other))
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void whatIsForOtherModulesCannotBeCalled() {
        try (Line line = new Line(chat.socket())) {
            var messages = MessagesContract.CONTRACT.stub(line);
            assertUnknown(() -> messages.announce("root", UUID.randomUUID(), "Believe me."));
            assertUnknown(() -> UsersContract.CONTRACT.stub(line).exists("ann"));
        }
    }

    private static void assertUnknown(Runnable call) {
        CallException failure = catchThrowableOfType(CallException.class, call::run);
        assertThat(failure.type()).isEqualTo("unknown-method");
    }

    @Test
    void aMistakeInTheParametersIsNamed() throws Exception {
        Closed listener = new Closed();
        open(listener, "")
                .sendText("[7,\"Users/login\",{\"name\":\"ann\",\"pass\":\"x\"}]", true)
                .join();
        assertThat(listener.text.get(30, TimeUnit.SECONDS))
                .startsWith("[7,\"error\",{\"stage\":\"refused\",\"type\":\"bad-request\"")
                .contains("there is no pass; there is [name, password]");
    }

    @Test
    void whatIsNoFrameEndsTheConnection() throws Exception {
        assertThat(statusAfter("hello")).isEqualTo(1007);
        assertThat(statusAfter("[1]")).isEqualTo(1007);
        assertThat(statusAfter("[1,\"" + "x".repeat(40_000) + "\",{}]")).isEqualTo(1009);
    }

    private static int statusAfter(String text) throws Exception {
        Closed listener = new Closed();
        var _ = open(listener, "").sendText(text, true);
        return listener.status.get(30, TimeUnit.SECONDS);
    }

    /// The answers are as long as the questions, and nobody takes them.
    @Test
    void whoDoesNotReadIsNotReadFrom() throws Exception {
        WebSocket deaf = open(new Deaf(), "");
        String question = "[1,\"" + "x".repeat(30_000) + "\",{}]";
        long sent = 0;
        while (sent < 256 << 20 && isTaken(deaf, question)) sent += question.length();
        assertThat(sent).isLessThan(64 << 20);
        deaf.abort();
        try (Line line = new Line(chat.socket())) {
            UsersContract.CONTRACT.stub(line).register("deaf", "not-any-more");
        }
    }

    private static boolean isTaken(WebSocket socket, String text) throws Exception {
        try {
            socket.sendText(text, true).get(2, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Test
    void theFilesAllowNothingThatThePageDoesNotNeed() throws Exception {
        HttpResponse<String> page = get(chat.page(), "");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none';"));
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        String tag = page.headers().firstValue("ETag").orElseThrow();
        assertThat(get(chat.page(), tag).statusCode()).isEqualTo(304);
        assertThat(get(chat.page().resolve("Page.class"), "").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> get(URI uri, String known) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri).header("If-None-Match", known).build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    /// Keeps the first text, and how it ended.
    private static final class Closed implements WebSocket.Listener {
        final CompletableFuture<String> text = new CompletableFuture<>();
        final CompletableFuture<Integer> status = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.complete(data.toString());
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            status.complete(code);
            return null;
        }
    }

    /// Never asks for anything.
    private static final class Deaf implements WebSocket.Listener {
        @Override
        public void onOpen(WebSocket socket) {}
    }
}
