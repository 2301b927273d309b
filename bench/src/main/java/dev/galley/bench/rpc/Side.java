// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.rpc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// A process of the run: serves until its input ends, or calls as it is told line by line.
///
///     Side STACK serve           prints the port
///     Side STACK call PORT       reads "CALLERS BYTES BESIDE MILLIS", prints
///                                "CALLS NANOS P50 P99", of which the last three in ns
///
/// BESIDE so many callers call with 1 MiB all the while; they are not counted.
public final class Side {
    private static final int LARGE = 1 << 20;

    private Side() {}

    public static void main(String[] args) throws Exception {
        Stack stack = Stack.valueOf(args[0]);
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (args[1].equals("serve")) {
            try (Echo.Service service = stack.serve()) {
                System.out.println(service.port());
                lines.readLine();
            }
            return;
        }
        int port = Integer.parseInt(args[2]);
        try (Echo echo = stack.client(port)) {
            call(echo, lines);
        }
    }

    private static void call(Echo echo, BufferedReader lines)
            throws IOException, InterruptedException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int[] asked = Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt).toArray();
            System.out.println(round(echo, asked));
        }
    }

    private static String round(Echo echo, int[] asked) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < asked[2]; i++)
            threads.add(
                    Thread.startVirtualThread(
                            () -> loop(echo, new byte[LARGE], over, new Latencies())));
        byte[] message = new byte[asked[1]];
        List<Latencies> each = new ArrayList<>();
        long begun = System.nanoTime();
        for (int i = 0; i < asked[0]; i++) {
            Latencies mine = new Latencies();
            each.add(mine);
            threads.add(Thread.startVirtualThread(() -> loop(echo, message, over, mine)));
        }
        Thread.sleep(asked[3]);
        over.set(true);
        for (Thread thread : threads) thread.join();
        long took = System.nanoTime() - begun;
        Latencies all = new Latencies();
        each.forEach(all::add);
        return all.count() + " " + took + " " + all.at(0.5) + " " + all.at(0.99);
    }

    private static void loop(Echo echo, byte[] message, AtomicBoolean over, Latencies into) {
        try {
            while (!over.get()) {
                long begun = System.nanoTime();
                byte[] back = echo.call(message);
                into.record(System.nanoTime() - begun);
                if (back.length != message.length) throw new IllegalStateException("not the same");
            }
        } catch (Exception e) {
            System.err.println("a call failed: " + e);
            Runtime.getRuntime().halt(1);
        }
    }
}
