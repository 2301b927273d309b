// SPDX-License-Identifier: Apache-2.0
package chat.terminal;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/// Where lines are read and told. They are told on any thread, also while one is typed.
interface Screen extends AutoCloseable {
    /// A screen where there is somebody, else plain lines, for programs.
    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again (JDK-8351435)
    static Screen open() {
        Console console = System.console();
        return console != null && console.isTerminal() ? new LiveScreen() : new PlainScreen();
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
