// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/// A request whose session is in the store. Nothing is read before the application asks for it.
final class SessionRequest extends HttpServletRequestWrapper {
    private final StoredSession.Maker maker;
    private final SessionCookie cookie;
    private final HttpServletResponse response;
    private final @Nullable String asked;
    private @Nullable StoredSession session;
    private boolean looked;

    SessionRequest(
            HttpServletRequest request,
            HttpServletResponse response,
            StoredSession.Maker maker,
            SessionCookie cookie) {
        super(request);
        this.maker = maker;
        this.cookie = cookie;
        this.response = response;
        this.asked = cookie.id(request.getCookies() == null ? new Cookie[0] : request.getCookies());
    }

    @Override
    public HttpSession getSession() {
        StoredSession there = found();
        return there != null ? there : make();
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        return create ? getSession() : found();
    }

    private @Nullable StoredSession found() {
        if (!looked && asked != null) session = maker.find(asked);
        looked = true;
        StoredSession there = session;
        return there == null || there.isEnded() ? null : there;
    }

    private StoredSession make() {
        if (response.isCommitted())
            throw new IllegalStateException("the answer has begun: too late for a new session");
        StoredSession made = maker.make();
        session = made;
        cookie.set(this, response, made.getId());
        return made;
    }

    /// Writes what has changed.
    ///
    /// @param thorough also what was changed in its place
    void save(boolean thorough) {
        StoredSession there = session;
        if (there != null) there.save(thorough);
    }

    @Override
    public String changeSessionId() {
        StoredSession there = found();
        if (there == null) throw new IllegalStateException("the request has no session");
        there.rename();
        cookie.set(this, response, there.getId());
        return there.getId();
    }

    @Override
    public @Nullable String getRequestedSessionId() {
        return asked;
    }

    @Override
    public boolean isRequestedSessionIdValid() {
        StoredSession there = found();
        return there != null && there.getId().equals(asked);
    }

    @Override
    public boolean isRequestedSessionIdFromCookie() {
        return asked != null;
    }

    @Override
    public boolean isRequestedSessionIdFromURL() {
        return false;
    }
}
