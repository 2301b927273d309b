// SPDX-License-Identifier: Apache-2.0
package shop.page;

import dev.galley.config.Address;
import dev.galley.rpc.Endpoints;
import dev.galley.rpc.Module;
import dev.galley.sessions.SessionStore;
import dev.galley.sessions.Sessions;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import shop.Analytics;
import shop.BackOffice;
import shop.Orders;
import shop.Products;
import shop.Users;
import shop.Visit;
import shop.VisitCodec;

/// Serves the web page, and what it calls. Who has logged in and what is in the cart is in the
/// session, which all pages share; so any page will do for any click.
@Module("page")
public final class Page implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Page.class.getName());
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int PLATFORM_THREADS = 8;

    private final Server server = new Server(threads());

    /// @throws IOException if none of the addresses is free
    public Page(
            PageConfig config,
            Users users,
            Products products,
            Orders orders,
            BackOffice office,
            Analytics analytics,
            SessionStore store,
            Endpoints endpoints)
            throws IOException {
        Sessions<Visit> sessions = new Sessions<>(store, "shop", VisitCodec.INSTANCE, store.ttl());
        Api api = new Api(sessions, users, products, orders, office, analytics);
        server.setHandler(new GracefulHandler(new Handler.Sequence(api, new Files())));
        server.setStopTimeout(Api.DEADLINE.toMillis());
        server.setErrorHandler(Page::status);
        server.addBean(new NetworkConnectionLimit(config.connections(), server));
        Address address = open(config.bind());
        LifeCycle.start(server);
        endpoints.open(address.host().isEmpty() ? "0.0.0.0" : address.host(), address.port());
        LOG.log(System.Logger.Level.INFO, "the page is at {0}", server.getURI());
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS);
        threads.setName("page");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("page-"));
        return threads;
    }

    /// Listens at the first address that is free.
    private Address open(List<Address> addresses) throws IOException {
        List<String> taken = new ArrayList<>();
        for (Address address : addresses) {
            ServerConnector connector = new ServerConnector(server, 1, 1, http());
            if (!address.host().isEmpty()) connector.setHost(address.host());
            connector.setPort(address.port());
            try {
                connector.open();
                server.addConnector(connector);
                return new Address(address.host(), connector.getLocalPort());
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

    /// What is under way is answered.
    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
