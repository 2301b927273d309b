// SPDX-License-Identifier: Apache-2.0

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/// What Galley allocates a request on the Java heap, all threads together, at steady state: the
/// JVM's own count for each thread, as jcmd prints it. See bench/README.md.
public final class Allocation {
    private static final Pattern ALLOCATED = Pattern.compile(" allocated=(\\d+)([BKMG]) ");
    private static final String UNITS = "BKMG";

    public static void main(String[] args) throws Exception {
        String command = System.getenv().getOrDefault("GALLEY_CMD", "");
        if (command.isEmpty()) throw new IllegalArgumentException("GALLEY_CMD is not set");
        try (Rig rig = new Rig()) {
            rig.startBackend("0", "1KiB");
            Rig.Proxy galley = rig.startGalley("1", command, 1);
            Wrk wrk = new Wrk(rig, "2,3");
            wrk.load(galley, "1KiB", 64, 20);
            long before = allocated(galley);
            long requests = wrk.load(galley, "1KiB", 64, 10).requests();
            System.out.printf(
                    Locale.ROOT,
                    "%.1f bytes a request (%d requests)%n",
                    (double) (allocated(galley) - before) / requests,
                    requests);
        }
    }

    private static long allocated(Rig.Proxy galley) throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        String pid = Long.toString(galley.process().pid());
        Process print = new ProcessBuilder(jcmd, pid, "Thread.print", "-e").start();
        String threads = new String(print.getInputStream().readAllBytes());
        long bytes =
                ALLOCATED
                        .matcher(threads)
                        .results()
                        .mapToLong(
                                r -> Long.parseLong(r.group(1)) << 10 * UNITS.indexOf(r.group(2)))
                        .sum();
        if (bytes == 0) throw new IllegalStateException("jcmd says nothing of threads: " + threads);
        return bytes;
    }
}
