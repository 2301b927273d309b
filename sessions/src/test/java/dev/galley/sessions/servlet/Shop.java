// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/// A web application that knows nothing of Galley.
final class Shop extends HttpServlet {
    private static final long serialVersionUID = 1;

    /// An item of its own class.
    record Item(String name) implements Serializable {}

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String answer =
                switch (request.getPathInfo()) {
                    case "/login" -> login(request);
                    case "/add" -> add(request);
                    case "/note" -> note(request);
                    case "/logout" -> logout(request);
                    case "/odd" -> odd(request);
                    case "/fail" -> throw new IllegalStateException(note(request));
                    default -> show(request);
                };
        response.setContentType("text/plain");
        response.getWriter().print(answer);
    }

    private static String login(HttpServletRequest request) {
        request.getSession().setAttribute("user", request.getParameter("user"));
        request.changeSessionId();
        return show(request);
    }

    /// Changes the cart in its place, once there is one, as applications do.
    @SuppressWarnings("unchecked")
    private static String add(HttpServletRequest request) {
        HttpSession session = request.getSession();
        if (session.getAttribute("cart") == null) session.setAttribute("cart", new ArrayList<>());
        ((List<Item>) session.getAttribute("cart")).add(new Item(request.getParameter("item")));
        return show(request);
    }

    private static String note(HttpServletRequest request) {
        String name = request.getParameter("name");
        request.getSession().setAttribute(name, request.getParameter("value"));
        return show(request);
    }

    private static String logout(HttpServletRequest request) {
        request.getSession().invalidate();
        return "bye";
    }

    private static String odd(HttpServletRequest request) {
        try {
            request.getSession().setAttribute("odd", Thread.currentThread());
            return "taken";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private static String show(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) return "nobody";
        return "%s %s".formatted(session.getAttribute("user"), session.getAttribute("cart"));
    }
}
