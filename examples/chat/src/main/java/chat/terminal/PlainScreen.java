// SPDX-License-Identifier: Apache-2.0
package chat.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Lines in UTF-8 from the standard input, and to the standard output, without prompts.
final class PlainScreen implements Screen {
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    private final PrintStream out = new PrintStream(System.out, true, UTF_8);

    @Override
    public @Nullable String read(String prompt) {
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable String secret(String prompt) {
        return read(prompt);
    }

    @Override
    public void tell(Style style, String line) {
        out.println(line);
    }

    @Override
    public void close() {
        out.flush();
    }
}
