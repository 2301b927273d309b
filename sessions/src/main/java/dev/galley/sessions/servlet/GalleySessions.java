// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.servlet;

import dev.galley.config.Config;
import dev.galley.config.SessionsConfig;
import dev.galley.config.bind.ConfigException;
import dev.galley.sessions.SessionException;
import dev.galley.sessions.SessionStore;
import dev.galley.sessions.SessionStores;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Gives a web application (Jakarta Servlet 6, in Tomcat, Jetty or another container) sessions in a
/// {@link SessionStore}: any server of it goes on with what another one began. Put it before all
/// other filters, with `async-supported`. Nothing of the application changes.
///
/// Parameters: `sessions`, as the section of Galley's file (`{store: redis, url:
/// "redis://10.0.0.9"}`), unless the filter is made with a store; `cookie`, its name (`SESSION`);
/// `classes`, the application's own classes that attributes may be of (`shop.*;shop.cart.**`).
///
/// Of the container's own sessions nothing is left, so nobody calls its HttpSessionListeners and
/// HttpSessionAttributeListeners. A request whose session cannot be read or written is answered by
/// 503 while that is still possible.
public final class GalleySessions implements Filter {
    private static final System.Logger LOG = System.getLogger(GalleySessions.class.getName());
    private static final String SEEN = GalleySessions.class.getName();

    private final @Nullable SessionStore given;
    private @Nullable SessionStore opened;
    private StoredSession.@Nullable Maker maker;
    private SessionCookie cookie = new SessionCookie("SESSION");

    /// Opens a store of its own, as the parameter `sessions` says.
    public GalleySessions() {
        given = null;
    }

    /// Uses a store that its caller closes.
    public GalleySessions(SessionStore store) {
        given = store;
    }

    @Override
    public void init(FilterConfig config) throws ServletException {
        if (given == null) opened = open(config);
        SessionStore store = Objects.requireNonNull(given != null ? given : opened);
        String classes = Objects.requireNonNullElse(config.getInitParameter("classes"), "");
        maker =
                new StoredSession.Maker(
                        store,
                        new Values(classes),
                        config.getServletContext(),
                        InstantSource.system());
        String name = config.getInitParameter("cookie");
        if (name != null) cookie = new SessionCookie(name);
    }

    private static SessionStore open(FilterConfig config) throws ServletException {
        String said = config.getInitParameter("sessions");
        if (said == null)
            throw new ServletException(
                    "the filter GalleySessions needs the parameter sessions, such as {store: redis,"
                            + " url: \"redis://10.0.0.9:6379\"}");
        try {
            String file = "sessions: " + said;
            SessionsConfig sessions =
                    Config.parse(config.getFilterName(), file, System.getenv()).sessions();
            return SessionStores.open(Objects.requireNonNull(sessions), null);
        } catch (ConfigException | SessionException e) {
            throw new ServletException(e.getMessage(), e);
        }
    }

    @Override
    public void doFilter(ServletRequest asked, ServletResponse answered, FilterChain chain)
            throws IOException, ServletException {
        if (asked instanceof HttpServletRequest request
                && answered instanceof HttpServletResponse response
                && request.getAttribute(SEEN) == null) {
            request.setAttribute(SEEN, true);
            filter(request, response, chain);
        } else chain.doFilter(asked, answered);
    }

    private void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        StoredSession.Maker by = Objects.requireNonNull(maker, "the filter was not initialized");
        SessionRequest own = new SessionRequest(request, response, by, cookie);
        try {
            perform(chain, own, new SessionResponse(response, own));
            if (request.isAsyncStarted()) request.getAsyncContext().addListener(new Saving(own));
            else own.save(true);
        } catch (SessionException e) {
            refuse(response, e);
        } finally {
            request.removeAttribute(SEEN);
        }
    }

    /// What a request has changed before it failed stays, as with a container's own sessions.
    private static void perform(FilterChain chain, SessionRequest request, SessionResponse response)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (SessionException e) {
            throw e;
        } catch (IOException | ServletException | RuntimeException e) {
            saveIfPossible(request);
            throw e;
        }
    }

    /// Else the failure of the request is what its caller is told of.
    private static void saveIfPossible(SessionRequest request) {
        try {
            request.save(true);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the session of a request that failed is not saved",
                    e);
        }
    }

    private static void refuse(HttpServletResponse response, SessionException e)
            throws IOException, ServletException {
        if (response.isCommitted()) throw new ServletException(e);
        response.reset();
        response.setHeader("Retry-After", "1");
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    @Override
    public void destroy() {
        if (opened != null) opened.close();
    }

    /// Saves at the end of a request that went on after its thread.
    private record Saving(SessionRequest request) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            request.save(true);
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
