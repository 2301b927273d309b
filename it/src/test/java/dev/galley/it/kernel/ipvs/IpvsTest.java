// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.kernel.ipvs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Galley and a kernel's IPVS, end to end: one boot, in which all is tried, and a test for each
/// sentence that {@link Inside} has found true or not.
class IpvsTest {
    private static final Duration LIMIT = Duration.ofSeconds(400);

    @TempDir private Path folder;

    @TestFactory
    @Timeout(value = 450, unit = TimeUnit.SECONDS)
    Stream<DynamicTest> inAKernelOfItsOwn() throws Exception {
        boolean ci = "true".equals(System.getenv("CI"));
        assumeThat(ci || UserModeLinux.installed()).as("root, user-mode-linux, ipvsadm").isTrue();
        String console = UserModeLinux.run(folder, Inside.class, LIMIT);
        Path results = folder.resolve("results");
        assertThat(results).as(console).exists();
        List<String> lines = Files.readAllLines(results);
        assertThat(lines).as(console).endsWith(Report.END);
        return lines.stream()
                .filter(line -> !line.equals(Report.END))
                .map(line ->
                        DynamicTest.dynamicTest(
                                line.replaceFirst("^\\S+ ", "").replaceFirst(": .*", ""),
                                () -> assertThat(line).startsWith(Report.PASSED)));
    }
}
