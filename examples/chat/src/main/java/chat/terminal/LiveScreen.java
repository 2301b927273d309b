// SPDX-License-Identifier: Apache-2.0
package chat.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/// A terminal where a line is edited, while others appear above it.
final class LiveScreen implements Screen {
    private static final char STAR = '*';

    private final Terminal terminal;
    private final LineReader reader;

    /// By the convention of no-color.org.
    private final boolean colours = System.getenv("NO_COLOR") == null;

    LiveScreen() {
        try {
            terminal = TerminalBuilder.builder().system(true).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .build();
    }

    @Override
    public @Nullable String read(String prompt) {
        return line(prompt, null);
    }

    @Override
    public @Nullable String secret(String prompt) {
        return line(prompt, STAR);
    }

    private @Nullable String line(String prompt, @Nullable Character mask) {
        try {
            return reader.readLine(prompt, mask);
        } catch (EndOfFileException | UserInterruptException e) {
            return null;
        }
    }

    @Override
    public void tell(Style style, String line) {
        reader.printAbove(colours ? style.paint(line) : line);
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
