// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.ipvs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What is found inside, line by line, for who reads it outside.
record Report(Path file) {
    static final String PASSED = "passed ", FAILED = "failed ", END = "end";

    interface Check {
        void run() throws Exception;
    }

    /// Tries whether a sentence is true. Those after it are tried in any case.
    void check(String sentence, Check check) throws IOException {
        long start = System.nanoTime();
        String line = PASSED + sentence;
        try {
            check.run();
        } catch (Exception | AssertionError e) {
            line = FAILED + sentence + ": " + ("" + e).replaceAll("\\s+", " ");
        }
        write(line);
        System.out.printf("%5d ms %s%n", (System.nanoTime() - start) / 1_000_000, line);
    }

    void end() throws IOException {
        write(END);
    }

    private void write(String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
