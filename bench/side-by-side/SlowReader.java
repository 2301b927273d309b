// SPDX-License-Identifier: Apache-2.0

import java.util.Locale;

/// Galley's memory while one client takes 1 GiB at 1 MiB a second for 20 s, and then while another
/// takes it as fast as it comes. Fails if memory grows by more than 32 MiB. See bench/README.md.
public final class SlowReader {
    private static final long MOST_GROWTH_BYTES = 32 << 20;

    public static void main(String[] args) throws Exception {
        String command = System.getenv().getOrDefault("GALLEY_CMD", "");
        if (command.isEmpty()) throw new IllegalArgumentException("GALLEY_CMD is not set");
        try (Rig rig = new Rig()) {
            rig.startBackend("0", "1KiB", "1GiB");
            Rig.Proxy galley = rig.startGalley("1", command, 1);
            new Wrk(rig, "2,3").load(galley, "1KiB", 64, 15);
            watch(galley, "1 MiB/s", "--limit-rate 1M --max-time 20");
            watch(galley, "full speed", "--max-time 60");
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void watch(Rig.Proxy galley, String rate, String options) throws Exception {
        long before = galley.resident();
        long most = before;
        String line =
                "curl -s -o /dev/null -w %{size_download} " + options + " " + galley.url("1GiB");
        Process curl = new ProcessBuilder(line.split(" ")).start();
        while (curl.isAlive()) {
            most = Math.max(most, galley.resident());
            Thread.sleep(100);
        }
        long read = Long.parseLong(new String(curl.getInputStream().readAllBytes()).strip());
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f MiB read; resident memory %.1f MiB before, %.1f MiB at the most%n",
                rate,
                read / 1048576.0,
                before / 1048576.0,
                most / 1048576.0);
        if (most - before > MOST_GROWTH_BYTES) throw new IllegalStateException("memory grew");
    }
}
