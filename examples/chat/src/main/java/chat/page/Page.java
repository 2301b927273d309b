// SPDX-License-Identifier: Apache-2.0
package chat.page;

import chat.Admin;
import chat.AdminContract;
import chat.Friends;
import chat.FriendsContract;
import chat.Groups;
import chat.GroupsContract;
import chat.Messages;
import chat.MessagesContract;
import chat.Users;
import chat.UsersContract;
import dev.galley.config.Address;
import dev.galley.rpc.Module;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/// Serves the web page, and a WebSocket at `/socket` by which the page calls the other modules; it
/// knows nothing of users itself, so that any of several pages will do for any browser.
@Module("page")
public final class Page implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Page.class.getName());

    /// Bytes of a frame. The longest is a text of 4000 characters, all of them escaped.
    private static final int LONGEST = 32 << 10;

    /// Longer than the pings are apart.
    private static final Duration IDLE = Duration.ofSeconds(90);

    private static final int PLATFORM_THREADS = 8;

    private final Server server = new Server(threads());
    private final Gateway gateway;

    /// @throws IOException if none of the addresses is free
    public Page(
            PageConfig config,
            Users users,
            Friends friends,
            Groups groups,
            Messages messages,
            Admin admin)
            throws IOException {
        gateway =
                new Gateway()
                        .open(UsersContract.CONTRACT, users, "register", "login", "logout")
                        .open(FriendsContract.CONTRACT, friends, "add", "remove", "list")
                        .open(
                                GroupsContract.CONTRACT,
                                groups,
                                "create",
                                "join",
                                "leave",
                                "remove",
                                "list",
                                "members")
                        .open(MessagesContract.CONTRACT, messages, "send", "receive", "acknowledge")
                        .open(AdminContract.CONTRACT, admin, "isAdmin", "broadcast");
        WebSocketUpgradeHandler sockets = WebSocketUpgradeHandler.from(server, this::configure);
        sockets.setHandler(new Files());
        server.setHandler(sockets);
        server.setErrorHandler(Page::status);
        server.addBean(new NetworkConnectionLimit(config.connections(), server));
        server.addConnector(bound(config.bind()));
        LifeCycle.start(server);
        LOG.log(System.Logger.Level.INFO, "the page is at {0}", server.getURI());
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS);
        threads.setName("page");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("page-"));
        return threads;
    }

    private ServerConnector bound(List<Address> addresses) throws IOException {
        List<String> taken = new ArrayList<>();
        for (Address address : addresses) {
            ServerConnector connector = new ServerConnector(server, 1, 1, http());
            if (!address.host().isEmpty()) connector.setHost(address.host());
            connector.setPort(address.port());
            try {
                connector.open();
                return connector;
            } catch (IOException e) {
                taken.add(address + " (" + e.getMessage() + ")");
            }
        }
        throw new BindException("the page cannot listen at " + String.join(", ", taken));
    }

    private static HttpConnectionFactory http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setIdleTimeout(IDLE.toMillis());
        return new HttpConnectionFactory(http);
    }

    /// Errors have no page, which would tell of classes.
    private static boolean status(Request request, Response response, Callback callback) {
        callback.succeeded();
        return true;
    }

    private void configure(ServerWebSocketContainer sockets) {
        sockets.setMaxTextMessageSize(LONGEST);
        sockets.setIdleTimeout(IDLE);
        sockets.addMapping("/socket", this::accept);
    }

    private @Nullable Socket accept(
            ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
        if (isOfThisHost(request)) return new Socket(gateway);
        Response.writeError(
                request, response, callback, HttpStatus.FORBIDDEN_403, "a page of another host");
        return null;
    }

    /// Browsers tell whose page opens a socket, and let any page do so (RFC 6455, section 10.2).
    /// What is no browser sends no Origin.
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

    /// Tells the browsers that it goes away; they connect to another page.
    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
