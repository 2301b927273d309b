// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import dev.galley.cli.doctor.Doctor.Deed;
import dev.galley.cli.doctor.Finding;
import dev.galley.cli.doctor.Finding.Level;
import dev.galley.cli.doctor.Remedy;
import dev.galley.cli.doctor.Servers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the doctor found, and did.
///
/// @param deeds what was mended; empty: nothing was to be
record DoctorView(Paint paint, List<Finding> findings, List<Deed> deeds, List<Servers> servers) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Deed deed : deeds) lines.add(line(deed));
        if (!deeds.isEmpty()) lines.addAll(keep());
        lines.addAll(table());
        for (Servers some : servers) lines.addAll(lines(some));
        lines.add("");
        lines.add(sum());
        return lines;
    }

    private String line(Deed deed) {
        boolean done = deed.failure().isEmpty();
        String word = done ? paint.green("done    ") : paint.red("not done");
        return word + "  " + deed.remedy().command() + (done ? "" : "  (" + deed.failure() + ")");
    }

    private List<String> keep() {
        List<String> lines = new ArrayList<>();
        for (Deed deed : deeds)
            if (deed.failure().isEmpty() && deed.remedy() instanceof Remedy.Setting s)
                lines.add("  " + s.name() + " = " + s.value());
        if (!lines.isEmpty())
            lines.addFirst(
                    "This lasts until the next boot; to keep it, write it into"
                            + " /etc/sysctl.d/90-galley.conf:");
        lines.add("");
        return lines;
    }

    private List<String> table() {
        List<String> lines = new ArrayList<>();
        int width = findings.stream().mapToInt(f -> f.subject().length()).max().orElse(0);
        for (Finding f : findings) {
            String word = "%-6s".formatted(word(f.level()));
            String subject = ("%-" + Math.max(1, width) + "s").formatted(f.subject());
            lines.add(colour(f.level(), word) + "  " + subject + "  " + f.detail());
            if (f.remedy() != null) lines.add(" ".repeat(8) + paint.bold(f.remedy().command()));
        }
        return lines;
    }

    private static String word(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private String colour(Level level, String text) {
        return switch (level) {
            case OK -> paint.green(text);
            case ADVICE -> paint.yellow(text);
            case WRONG -> paint.red(text);
        };
    }

    private List<String> lines(Servers some) {
        List<String> lines = new ArrayList<>(List.of(""));
        String where = some.members().isEmpty() ? "its members" : String.join(", ", some.members());
        lines.add(paint.bold("on " + where) + ", of " + some.why() + ":");
        some.commands().forEach(command -> lines.add("        " + command));
        return lines;
    }

    private String sum() {
        long wrong = count(Level.WRONG), advice = count(Level.ADVICE);
        if (wrong + advice == 0) return paint.green("nothing is wrong");
        return (wrong == 0 ? paint.green("nothing is wrong") : paint.red(wrong + " wrong"))
                + (advice == 0 ? "" : ", " + advice + " to think of");
    }

    private long count(Level level) {
        return findings.stream().filter(f -> f.level() == level).count();
    }

    /// Whether the machine can do what the file says.
    boolean healthy() {
        return count(Level.WRONG) == 0;
    }

    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("healthy", healthy());
        all.put("findings", findings.stream().map(DoctorView::json).toList());
        all.put("done", deeds.stream().map(DoctorView::json).toList());
        all.put("servers", servers.stream().map(DoctorView::json).toList());
        return Admin.json(all);
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("level", word(finding.level()));
        one.put("subject", finding.subject());
        one.put("detail", finding.detail());
        if (finding.remedy() != null) one.put("command", finding.remedy().command());
        return one;
    }

    private static Map<String, Object> json(Deed deed) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("command", deed.remedy().command());
        one.put("success", deed.failure().isEmpty());
        if (!deed.failure().isEmpty()) one.put("reason", deed.failure());
        return one;
    }

    private static Map<String, Object> json(Servers some) {
        return Map.of("members", some.members(), "why", some.why(), "commands", some.commands());
    }
}
