// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/// An answer of which nothing leaves before the session is in the store: whoever has got it finds
/// there what it speaks of, on whatever server the next request comes.
final class SessionResponse extends HttpServletResponseWrapper {
    private final SessionRequest request;
    private @Nullable ServletOutputStream stream;
    private @Nullable PrintWriter writer;
    private boolean begun;

    SessionResponse(HttpServletResponse response, SessionRequest request) {
        super(response);
        this.request = request;
    }

    /// Before anything is written; looks closely the first time.
    private void save() {
        request.save(!begun);
        begun = true;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream known = stream;
        if (known == null) stream = known = new Stream(super.getOutputStream());
        return known;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        PrintWriter known = writer;
        if (known == null) writer = known = new PrintWriter(new Text(super.getWriter()));
        return known;
    }

    @Override
    public void flushBuffer() throws IOException {
        save();
        super.flushBuffer();
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        save();
        super.sendRedirect(location);
    }

    @Override
    public void sendError(int status) throws IOException {
        save();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        save();
        super.sendError(status, message);
    }

    private final class Stream extends ServletOutputStream {
        private final ServletOutputStream out;

        Stream(ServletOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            save();
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            save();
            out.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            save();
            out.flush();
        }

        @Override
        public void close() throws IOException {
            save();
            out.close();
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }
    }

    private final class Text extends Writer {
        private final PrintWriter out;

        Text(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void write(char[] text, int from, int length) {
            save();
            out.write(text, from, length);
        }

        @Override
        public void flush() {
            save();
            out.flush();
        }

        @Override
        public void close() {
            save();
            out.close();
        }
    }
}
