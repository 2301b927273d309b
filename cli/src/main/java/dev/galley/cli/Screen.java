// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The whole terminal, drawn again and again in place, until `q` is typed. The screen before comes
/// back at the end, also after Ctrl-C.
final class Screen implements AutoCloseable {
    private static final String ESC = "\u001b[";
    private static final String ENTER = ESC + "?1049h" + ESC + "?25l";
    private static final String LEAVE = ESC + "?25h" + ESC + "?1049l";

    private final PrintStream out;
    private final String saved;
    private final Thread atExit = new Thread(this::leave);

    private Screen(PrintStream out) {
        this.out = out;
        this.saved = stty("-g");
    }

    static Screen enter(PrintStream out) {
        Screen screen = new Screen(out);
        Runtime.getRuntime().addShutdownHook(screen.atExit);
        // Keys come at once and are not shown; a read waits for a tenth of a second at the most.
        stty("-icanon", "-echo", "min", "0", "time", "1");
        out.print(ENTER);
        return screen;
    }

    /// Draws; what does not fit is left out.
    void show(List<String> lines) {
        StringBuilder text = new StringBuilder(ESC + "H");
        int room = Math.max(rows() - 1, 5);
        for (String line : lines.subList(0, Math.min(lines.size(), room)))
            text.append(line).append(ESC).append("K\r\n");
        out.print(text.append(ESC).append("J"));
        out.flush();
    }

    /// Waits.
    ///
    /// @return false once `q` has been typed
    boolean pause(Duration time) {
        if (saved.isEmpty()) return Terminal.sleep(time);
        long end = System.nanoTime() + time.toNanos();
        try {
            while (System.nanoTime() - end < 0) if (System.in.read() == 'q') return false;
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int rows() {
        String size = stty("size").split(" ", 2)[0];
        return size.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(size) : 24;
    }

    /// POSIX stty(1) on the terminal: its answer, or nothing if there is no stty.
    private static String stty(String... arguments) {
        Path terminal = Path.of("/dev/tty");
        if (!Files.isReadable(terminal)) return "";
        try {
            List<String> command = new ArrayList<>(List.of("stty"));
            command.addAll(List.of(arguments));
            Process stty = new ProcessBuilder(command).redirectInput(terminal.toFile()).start();
            byte[] answer = stty.getInputStream().readAllBytes();
            return new String(answer, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private void leave() {
        if (!saved.isEmpty()) stty(saved);
        out.print(LEAVE);
        out.flush();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        leave();
    }
}
