// SPDX-License-Identifier: Apache-2.0
package shop.page;

import dev.galley.rpc.Binding;
import dev.galley.rpc.CallContext;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Contract;
import dev.galley.rpc.Handler.Unary;
import dev.galley.rpc.Stage;
import dev.galley.rpc.codec.CodecException;
import dev.galley.rpc.codec.JsonReader;
import dev.galley.rpc.codec.JsonWriter;
import dev.galley.rpc.codec.Limits;
import dev.galley.sessions.SessionException;
import dev.galley.sessions.Sessions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import shop.Analytics;
import shop.AnalyticsContract;
import shop.BackOffice;
import shop.BackOfficeContract;
import shop.Orders;
import shop.OrdersContract;
import shop.Products;
import shop.ProductsContract;
import shop.ShoppingContract;
import shop.User;
import shop.Users;
import shop.Visit;

/// What the page calls: `POST /api/Shopping/put` with `{"product": "tea", "pieces": 2}` is answered
/// by `{"result": ...}`, or with another status by a {@link Failure}. Parameters and results are
/// those of the contracts; the session is in a cookie.
final class Api extends Handler.Abstract {
    private static final String PREFIX = "/api/", COOKIE = "shop";
    static final Duration DEADLINE = Duration.ofSeconds(10);

    /// What {@link Sessions#newId} makes.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{27}");

    /// Bytes of a request; the longest is a product with two names.
    private static final int LONGEST = 8 << 10;

    private static final Limits LIMITS = new Limits(8, LONGEST, 500);

    private final Map<String, Binding<?, ?>> open = new HashMap<>();
    private final Sessions<Visit> sessions;
    private final Users users;
    private final Products products;
    private final Orders orders;

    Api(
            Sessions<Visit> sessions,
            Users users,
            Products products,
            Orders orders,
            BackOffice office,
            Analytics analytics) {
        this.sessions = sessions;
        this.users = users;
        this.products = products;
        this.orders = orders;
        open(ProductsContract.CONTRACT, products, "list");
        open(OrdersContract.CONTRACT, orders, "list", "find");
        open(AnalyticsContract.CONTRACT, analytics, "popular");
        open(
                BackOfficeContract.CONTRACT,
                office,
                "isOpen",
                "put",
                "restock",
                "orders",
                "ship",
                "report");
    }

    /// Lets some methods of a service be called, and no others.
    private <S> void open(Contract<S> contract, S service, String... methods) {
        List<String> some = List.of(methods);
        for (Binding<?, ?> binding : contract.bind(service))
            if (some.contains(binding.method().name()))
                open.put(binding.method().toString(), binding);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        if (!path.startsWith(PREFIX)) return false;
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        if (!HttpMethod.POST.is(request.getMethod()))
            Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
        else if (!isOfThisHost(request))
            Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403);
        else answer(path.substring(PREFIX.length()), request, response, callback);
        return true;
    }

    /// Browsers tell whose page calls (RFC 6454, section 7). What is no browser sends no Origin.
    private static boolean isOfThisHost(Request request) {
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin == null) return true;
        try {
            String host = request.getHeaders().get(HttpHeader.HOST);
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void answer(String word, Request request, Response response, Callback callback)
            throws IOException {
        JsonWriter out = new JsonWriter();
        try {
            answer(word, request, response, out);
        } catch (RuntimeException e) {
            out = new JsonWriter();
            response.setStatus(Failure.write(out, failure(e)));
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(out.array(), 0, out.size()), callback);
    }

    private void answer(String word, Request request, Response response, JsonWriter out)
            throws IOException {
        String known = session(request);
        Shopper shopper = new Shopper(sessions, users, products, orders, known);
        byte[] body = body(request);
        User.call(
                shopper.user(),
                () -> {
                    CallContext limited = CallContext.current().within(DEADLINE);
                    return limited.call(() -> call(word, shopper, body, out));
                });
        if (!shopper.session().equals(known)) keep(shopper.session(), request, response);
    }

    private static byte[] body(Request request) throws IOException {
        try (InputStream in = Request.asInputStream(request)) {
            byte[] body = in.readNBytes(LONGEST + 1);
            if (body.length <= LONGEST) return body;
            throw new CodecException("a request has at most " + LONGEST + " bytes");
        }
    }

    private static CallException failure(RuntimeException e) {
        return switch (e) {
            case CodecException bad ->
                    new CallException(
                            Stage.REFUSED, "bad-request", String.valueOf(bad.getMessage()), bad);
            case SessionException lost ->
                    new CallException(
                            Stage.FAILED,
                            "unavailable",
                            "the sessions cannot be reached; try again",
                            lost);
            default -> CallException.of(e);
        };
    }

    private boolean call(String word, Shopper shopper, byte[] body, JsonWriter out) {
        for (Binding<?, ?> own : ShoppingContract.CONTRACT.bind(shopper))
            if (own.method().toString().equals(word)) return call(own, body, out);
        Binding<?, ?> other = open.get(word);
        if (other != null) return call(other, body, out);
        throw new CallException(Stage.REFUSED, "unknown-method", "there is no " + word, null);
    }

    private static <Q, R> boolean call(Binding<Q, R> binding, byte[] body, JsonWriter out) {
        if (!(binding.handler() instanceof Unary<Q, R> unary))
            throw new IllegalStateException(binding.method() + " takes or gives a stream");
        JsonReader in = new JsonReader(body, 0, body.length, LIMITS);
        Q request = binding.method().request().read(in);
        in.end();
        binding.method().response().write(out, unary.handle(request));
        return true;
    }

    private static String session(Request request) {
        for (HttpCookie cookie : Request.getCookies(request))
            if (cookie.getName().equals(COOKIE) && ID.matcher(cookie.getValue()).matches())
                return cookie.getValue();
        return "";
    }

    /// Until the browser is closed; by TLS alone, if that is how it came.
    private static void keep(String session, Request request, Response response) {
        String cookie = COOKIE + "=" + session + "; Path=/; HttpOnly; SameSite=Lax";
        if ("https".equals(request.getHeaders().get(HttpHeader.X_FORWARDED_PROTO)))
            cookie += "; Secure";
        if (session.isEmpty()) cookie += "; Max-Age=0";
        response.getHeaders().add(HttpHeader.SET_COOKIE, cookie);
    }
}
