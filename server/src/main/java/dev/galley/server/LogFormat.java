// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// One line a record, on standard error: `2026-01-02T03:04:05.678Z WARNING message`; below it the
/// stack trace of what was thrown, since that is a bug.
public final class LogFormat extends Formatter {
    /// Sets java.util.logging up; called by it when it is used first, thanks to {@link #install}.
    public LogFormat() {}

    /// Chooses this format, unless the user has chosen otherwise; costs nothing until the first
    /// record.
    static void install() {
        if (System.getProperty("java.util.logging.config.file") == null)
            System.setProperty("java.util.logging.config.class", Setup.class.getName());
    }

    /// Called by java.util.logging, by its name.
    public static final class Setup {
        /// Tells of each frame that comes for a stream that was just reset, which is nobody's
        /// fault. Kept, for java.util.logging forgets levels of loggers that nobody holds; here,
        /// since a logger that is made before {@link #install} has java.util.logging set itself up.
        private static final Logger HTTP2 = Logger.getLogger("io.netty.handler.codec.http2");

        public Setup() {
            ConsoleHandler handler = new ConsoleHandler();
            handler.setFormatter(new LogFormat());
            Logger root = Logger.getLogger("");
            root.setLevel(Level.INFO);
            HTTP2.setLevel(Level.WARNING);
            root.addHandler(handler);
        }
    }

    @Override
    public String format(LogRecord record) {
        String line =
                record.getInstant().truncatedTo(ChronoUnit.MILLIS)
                        + " "
                        + record.getLevel()
                        + " "
                        + formatMessage(record)
                        + "\n";
        Throwable thrown = record.getThrown();
        if (thrown == null) return line;
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return line + trace;
    }
}
