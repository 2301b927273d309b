// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.cluster.upgrade.Plan;
import dev.galley.cluster.upgrade.Told.Checked;
import dev.galley.config.AppConfig;
import dev.galley.config.AppFiles;
import dev.galley.config.ClusterConfig;
import dev.galley.config.Config;
import dev.galley.reach.kernel.process.Exec;
import dev.galley.rpc.processor.lock.Evolution;
import dev.galley.rpc.processor.lock.LockException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks whether a node could run another version, and go back to what it runs now.
///
/// @param launch how it was started
/// @param file its configuration
/// @param now what that says
/// @param own all files that it runs, as they were when it read them
record Preflight(Launch launch, Path file, Config now, List<Imprint> own) {
    private static final String CHANGED =
            " is not what this process runs, so that there would be no way back: undo that, and put"
                    + " new versions beside";

    private static final int TRIAL_SECONDS = 60;

    /// Where `java` finds more options: agents, often.
    private static final Set<String> OPTIONS = Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS");

    Checked check(Plan plan) {
        List<String> faults = new ArrayList<>(able(plan));
        SortedMap<String, String> digests = new TreeMap<>();
        if (!faults.isEmpty()) return new Checked(faults, digests);
        try {
            Trusted trusted = new Trusted(file);
            trusted.demand(Path.of(plan.file()));
            if (!plan.jar().isEmpty()) demand(trusted, plan);
            Config next = Site.read(Path.of(plan.file()));
            faults.addAll(differences(next));
            AppConfig app = next.app();
            if (app != null) for (String entry : app.classpath()) trusted.demand(Path.of(entry));
            if (app != null) faults.addAll(Modules.check(Path.of(plan.file()), app));
            faults.addAll(wire(app));
            if (app != null)
                for (String entry : app.classpath()) digests.put(entry, digest(Path.of(entry)));
            if (!plan.jar().isEmpty()) {
                digests.put(plan.jar(), digest(Path.of(plan.jar())));
                faults.addAll(trial(plan));
            }
        } catch (StartException e) {
            faults.addAll(e.errors());
        } catch (IOException e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        return new Checked(faults, digests);
    }

    private List<String> able(Plan plan) {
        List<String> faults = new ArrayList<>();
        if (launch.command().isEmpty())
            faults.add("how this process was started is not known; restart it by hand");
        if (!Exec.isPossible()) faults.add("needs Linux 5.11 or newer; restart it by hand");
        if (!plan.jar().isEmpty() && launch.jar().isEmpty())
            faults.add("--jar is for processes that were started by java -jar");
        for (Imprint one : own) if (!one.stands()) faults.add(one.path() + CHANGED);
        return faults;
    }

    /// The new jar, and what comes with it: a runtime, its options, a cache.
    private void demand(Trusted trusted, Plan plan) throws IOException {
        trusted.demand(Path.of(plan.jar()));
        for (String word : launch.next(plan, List.of())) {
            boolean names = word.contains("/") && !launch.command().contains(word);
            Path path = Path.of(word.substring(Math.max(0, word.indexOf('/'))));
            if (names && Files.exists(path)) trusted.demand(path);
        }
    }

    /// What is not the same, and has to be.
    private List<String> differences(Config next) {
        ClusterConfig mine = now.cluster(), other = next.cluster();
        if (mine == null || other == null)
            return List.of("the new file has no cluster: it would not come back");
        List<String> keys = new ArrayList<>();
        differ(keys, "name", mine.name(), other.name());
        differ(keys, "bind", mine.bind(), other.bind());
        differ(keys, "peers", mine.peers(), other.peers());
        differ(keys, "secret", mine.secret(), other.secret());
        differ(keys, "tls", mine.tls(), other.tls());
        differ(keys, "coordination", mine.coordination(), other.coordination());
        differ(keys, "data", mine.data(), other.data());
        if (launch.mode().node() == null) differ(keys, "node", mine.node(), other.node());
        return keys.isEmpty()
                ? List.of()
                : List.of(
                        "the new file changes "
                                + String.join(", ", keys)
                                + ", which all nodes have to have alike while they are upgraded");
    }

    private static void differ(
            List<String> keys, String key, @Nullable Object mine, @Nullable Object other) {
        if (!Objects.equals(mine, other)) keys.add("cluster." + key);
    }

    private List<String> wire(@Nullable AppConfig next) throws IOException {
        AppConfig app = now.app();
        if (app == null) return List.of();
        try {
            SortedMap<String, String> after = next == null ? new TreeMap<>() : AppFiles.locks(next);
            return Evolution.breaks(AppFiles.locks(app), after);
        } catch (LockException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// SHA-256, in hexadecimal; of a folder that of its files with their names.
    private static String digest(Path path) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (Stream<Path> files = Files.walk(path)) {
                for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
                    digest.update(path.relativize(each).toString().getBytes(UTF_8));
                    try (InputStream in =
                            new DigestInputStream(Files.newInputStream(each), digest)) {
                        in.transferTo(OutputStream.nullOutputStream());
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new LinkageError("every JDK has SHA-256", e);
        }
    }

    /// What the new jar says to the new file.
    private List<String> trial(Plan plan) throws IOException {
        Path told = Files.createTempFile("galley-check", ".txt");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(launch.beside(plan, List.of("check", plan.file())))
                            .redirectErrorStream(true)
                            .redirectOutput(told.toFile());
            builder.environment().keySet().removeAll(OPTIONS);
            Process check = builder.start();
            if (!check.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS)) {
                check.destroyForcibly();
                return List.of(plan.jar() + " did not check the file within a minute");
            }
            return check.exitValue() == 0 ? List.of() : Files.readAllLines(told);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("interrupted");
        } finally {
            Files.delete(told);
        }
    }
}
