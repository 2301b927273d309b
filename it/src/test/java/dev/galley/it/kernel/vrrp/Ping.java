// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.vrrp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Probes of an address, one each 5 ms.
final class Ping implements AutoCloseable {
    private static final Pattern ANSWER = Pattern.compile("icmp_seq=(\\d+) ttl=.* time=");

    private final Path said;
    private final Process process;

    /// Begins, and waits for the first answers.
    Ping(Host from, String address) {
        try {
            said = Files.createTempFile("galley-ping-", "");
            process =
                    new ProcessBuilder(
                                    "ip",
                                    "netns",
                                    "exec",
                                    from.namespace(),
                                    "stdbuf",
                                    "-oL",
                                    Objects.requireNonNull(Tool.path("ping")).toString(),
                                    "-n",
                                    "-i",
                                    "0.005",
                                    address)
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            more(20);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int[] answered() {
        try {
            return ANSWER.matcher(Files.readString(said))
                    .results()
                    .map((MatchResult m) -> m.group(1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for so many answers more.
    void more(int count) {
        int before = answered().length;
        Router.soon(() -> answered().length >= before + count);
    }

    /// How many probes before the last answer had none.
    int lost() {
        int[] answered = answered();
        int last = IntStream.of(answered).max().orElse(0);
        return last - (int) IntStream.of(answered).distinct().count();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        try {
            Files.delete(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
