// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.servlet;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tells the browser a session's id, until it is closed. Scripts do not see it; other sites do not
/// send it along but with a link; by TLS it comes if the request did.
record SessionCookie(String name) {
    /// What {@link dev.galley.sessions.Sessions#newId} makes: nobody else's ids are looked for.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{27}");

    /// What the browser has sent; null: nothing, or nothing of ours.
    @Nullable String id(Cookie[] cookies) {
        for (Cookie cookie : cookies)
            if (cookie.getName().equals(name) && ID.matcher(cookie.getValue()).matches())
                return cookie.getValue();
        return null;
    }

    void set(HttpServletRequest request, HttpServletResponse response, String id) {
        Cookie cookie = new Cookie(name, id);
        String path = request.getContextPath();
        cookie.setPath(path.isEmpty() ? "/" : path);
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
    }
}
