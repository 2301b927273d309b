// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.galley.it.persistence.Visitor.Visit;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Session ids in hidden fields of forms, for clients without cookies.
class FormTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String TABLE = "{type: table, ids: [\"cookie:JSESSIONID\", \"form:sid\"]}";

    @Test
    void aHiddenFieldBringsAClientWithoutCookiesBack() {
        try (Shop shop = Shop.with(TABLE)) {
            for (int v = 0; v < 6; v++)
                try (Visitor visitor = shop.visitor()) {
                    Visit first = visitor.get("/");
                    for (int i = 2; i <= 4; i++) {
                        visitor.forgetCookies();
                        Visit again = visitor.post("/", FORM, "a=b&sid=" + first.id() + "&c=d");
                        assertThat(again.app()).isEqualTo(first.app());
                        assertThat(again.count()).isEqualTo(i);
                    }
                }
        }
    }

    @Test
    void aFieldIsRememberedFromTheFirstFormThatHasIt() {
        try (Shop shop = Shop.with("{type: form, name: sid}");
                Visitor visitor = shop.visitor()) {
            for (int id = 0; id < 4; id++) {
                String form = "x=" + "y".repeat(3000) + "&sid=a%2Bb" + id;
                String first = visitor.post("/", FORM + "; charset=UTF-8", form).app();
                for (int i = 0; i < 4; i++)
                    assertThat(visitor.post("/", FORM, "sid=a%2bb" + id).app()).isEqualTo(first);
            }
        }
    }

    @Test
    void aFieldOfAMultipartFormCountsToo() {
        try (Shop shop = Shop.with(TABLE);
                Visitor visitor = shop.visitor()) {
            Visit first = visitor.get("/");
            for (int i = 2; i <= 4; i++) {
                visitor.forgetCookies();
                String body =
                        "--xyz\r\nContent-Disposition: form-data; name=\"file\";"
                                + " filename=\"sid\"\r\n\r\nnothing\r\n"
                                + "--xyz\r\nContent-Disposition: form-data; name=\"sid\"\r\n\r\n"
                                + first.id()
                                + "\r\n--xyz--\r\n";
                Visit again = visitor.post("/", "multipart/form-data; boundary=\"xyz\"", body);
                assertThat(again.app()).isEqualTo(first.app());
                assertThat(again.count()).isEqualTo(i);
            }
        }
    }

    @Test
    void whatIsBehindTheLimitIsNotFoundAndTheWholeBodyStillArrives() {
        try (Shop shop = Shop.with("{type: form, name: sid, search: 1KiB}");
                Visitor visitor = shop.visitor()) {
            String body = "x=" + "y".repeat(100_000) + "&sid=1";
            for (int i = 0; i < 6; i++)
                assertThat(visitor.post("/", FORM, body).answer().statusCode()).isEqualTo(200);
            assertThat(shop.apps)
                    .allSatisfy(app ->
                            assertThat(app.requests)
                                    .hasSize(2)
                                    .allSatisfy(request ->
                                            assertThat(
                                                            request.getRequestHeaders()
                                                                    .getFirst("Content-Length"))
                                                    .isEqualTo("" + body.length())));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\na=b&s\r\n4\r\nid=1\r\n0\r\n\r\n",
                "9\r\na=b&sid=1\r\n0\r\n\r\n",
            })
    void aChunkedFormIsSearchedAndPassedOnAsItCame(String chunks) {
        String head =
                "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: "
                        + FORM
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (Shop shop = Shop.with("{type: form, name: sid}");
                Visitor visitor = shop.visitor()) {
            String app = visitor.post("/", FORM, "sid=1").app();
            for (int i = 0; i < 4; i++) {
                String answer = Raw.ask(shop.proxy.address(), head + chunks);
                assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\r\n\r\n" + app + " ");
            }
        }
    }

    @Test
    void aFormThatComesByteByByteIsFound() {
        String head =
                "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 15\r\n"
                        + "Content-Type: "
                        + FORM
                        + "\r\n\r\n";
        try (Shop shop = Shop.with("{type: form, name: sid}");
                Visitor visitor = shop.visitor()) {
            String app = visitor.post("/", FORM, "sid=1").app();
            String answer =
                    Raw.ask(shop.proxy.address(), (head + "a=b&sid=1&c=defg").split("", -1));
            assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\r\n\r\n" + app + " ");
        }
    }

    private static Socket connected(Shop shop) throws IOException {
        Socket socket = new Socket();
        socket.connect(shop.proxy.address(), 30_000);
        return socket;
    }

    @Test
    void aClientThatWaitsForAWordGetsIt() throws IOException {
        String head =
                "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 5\r\n"
                        + "Expect: 100-continue\r\nContent-Type: "
                        + FORM
                        + "\r\n\r\n";
        try (Shop shop = Shop.with("{type: form, name: sid}");
                Socket socket = connected(shop)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            String word = "HTTP/1.1 100 Continue\r\n\r\n";
            assertThat(
                            new String(
                                    socket.getInputStream().readNBytes(word.length()),
                                    StandardCharsets.ISO_8859_1))
                    .isEqualTo(word);
            socket.getOutputStream().write("sid=1".getBytes(StandardCharsets.ISO_8859_1));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).startsWith("HTTP/1.1 200 ");
            assertThat(shop.apps.stream().flatMap(app -> app.requests.stream()))
                    .singleElement()
                    .satisfies(request ->
                            assertThat(request.getRequestHeaders()).doesNotContainKey("Expect"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 0\r\n\r\n",
                "Content-Length: 4\r\n\r\nsid=",
                "Content-Length: 3\r\n\r\n&&&",
                "Content-Length: 9\r\n\r\nsid=%4%zz",
                "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                "Content-Type: multipart/form-data; boundary=\r\nContent-Length: 2\r\n\r\n--",
                "Content-Type: multipart/form-data; boundary=a\r\nContent-Length: 9\r\n\r\n"
                        + "--a\r\n--a--",
            })
    void oddFormsDoNoHarm(String rest) {
        String type = rest.contains("multipart") ? "" : "Content-Type: " + FORM + "\r\n";
        try (Shop shop = Shop.with("{type: form, name: sid}")) {
            String head = "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + type;
            assertThat(Raw.ask(shop.proxy.address(), head + rest))
                    .matches("(?s)HTTP/1.1 [24]\\d\\d .*");
        }
    }

    @Test
    void aClientThatNeverSendsItsFormIsLetGo() {
        String head =
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\nContent-Type: "
                        + FORM
                        + "\r\n\r\na=b";
        try (Shop shop =
                Shop.with("{type: form, name: sid}", "min-up: 1", "timeout: {body: 300ms}")) {
            assertThat(Raw.ask(shop.proxy.address(), head)).startsWith("HTTP/1.1 408 ");
            assertThat(shop.apps).allSatisfy(app -> assertThat(app.requests).isEmpty());
        }
    }
}
