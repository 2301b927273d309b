// SPDX-License-Identifier: Apache-2.0
package chat.terminal;

import org.jspecify.annotations.Nullable;

/// Where lines are read and told. They are told on any thread, also while one is typed.
interface Screen extends AutoCloseable {
    /// A screen where there is somebody, else plain lines, for programs.
    static Screen open() {
        return System.console() != null && System.console().isTerminal()
                ? new LiveScreen()
                : new PlainScreen();
    }

    /// The next line; null: there are no more.
    @Nullable String read(String prompt);

    /// A line that is not shown while it is typed; null: there are no more.
    @Nullable String secret(String prompt);

    /// Tells a line, in `style` if this is a screen.
    void tell(Style style, String line);

    @Override
    void close();
}
