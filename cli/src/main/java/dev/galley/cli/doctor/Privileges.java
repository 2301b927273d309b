// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli.doctor;

import dev.galley.cli.doctor.Remedy.Advice;
import dev.galley.cli.doctor.Remedy.Setting;
import dev.galley.config.Bind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a process may do that is started as this one was: capabilities(7) and getrlimit(2).
final class Privileges {
    private static final int NET_BIND_SERVICE = 10, NET_ADMIN = 12, NET_RAW = 13, SYS_NICE = 23;
    private static final long SPARE_FILES = 1000;

    private final Needs needs;
    private final Machine machine;
    private final List<Finding> findings = new ArrayList<>();

    private Privileges(Needs needs, Machine machine) {
        this.needs = needs;
        this.machine = machine;
    }

    static List<Finding> findings(Needs needs, Machine machine) {
        Privileges privileges = new Privileges(needs, machine);
        privileges.all();
        return privileges.findings;
    }

    private void all() {
        if (!needs.mirrored().isEmpty() || !needs.floods().isEmpty() || needs.transparent())
            capability(NET_ADMIN, "CAP_NET_ADMIN", "the kernel's tables are changed");
        if (!needs.virtual().isEmpty()) {
            capability(NET_ADMIN, "CAP_NET_ADMIN", "virtual addresses are put on links");
            capability(NET_RAW, "CAP_NET_RAW", "VRRP has packets of its own");
        }
        ports();
        ping();
        files();
        if (needs.fast()) realTime();
    }

    private void ports() {
        String first = machine.sysctl("net.ipv4.ip_unprivileged_port_start");
        int free = first != null && first.matches("[0-9]{1,5}") ? Integer.parseInt(first) : 1024;
        for (Bind bind : needs.binds())
            if (bind.address().port() > 0 && bind.address().port() < free) {
                capability(NET_BIND_SERVICE, "CAP_NET_BIND_SERVICE", "it listens on " + bind);
                return;
            }
    }

    private void ping() {
        if (!needs.pings() || may(NET_RAW)) return;
        String name = "net.ipv4.ping_group_range";
        String range = machine.sysctl(name);
        String[] ends = range == null ? new String[0] : range.split("\\s+", -1);
        long group = number("/proc/self/status", "Gid:\\s+\\d+\\s+(\\d+)", -1);
        boolean within =
                ends.length == 2
                        && Long.parseLong(ends[0]) <= group
                        && group <= Long.parseLong(ends[1]);
        if (within) findings.add(Finding.ok(name, "is " + range));
        else
            findings.add(
                    Finding.wrong(
                            name,
                            "is " + range + ": without CAP_NET_RAW members can't be pinged",
                            new Setting(name, "0 2147483647")));
    }

    private void files() {
        long most = number("/proc/self/limits", "Max open files\\s+\\S+\\s+(\\d+)", -1);
        long wanted = 2 * needs.connections() + SPARE_FILES;
        if (most < 0 || needs.connections() == 0) return;
        if (most >= wanted)
            findings.add(Finding.ok("open files", "%,d at the most".formatted(most)));
        else
            findings.add(
                    Finding.advice(
                            "open files",
                            "%,d at the most: %,d connections of clients, and as many to members,"
                                            .formatted(most, needs.connections())
                                    + " do not fit",
                            new Advice(
                                    "ulimit -n %d (in a unit: LimitNOFILE=%d), or lower limits of"
                                                    .formatted(wanted, wanted)
                                            + " connections in the file")));
    }

    private void realTime() {
        long priority = number("/proc/self/limits", "Max realtime priority\\s+(\\d+)", 0);
        if (may(SYS_NICE) || priority > 0) findings.add(Finding.ok("SCHED_FIFO", "is allowed"));
        else
            findings.add(
                    Finding.wrong(
                            "SCHED_FIFO",
                            "is not allowed: adverts more often than every 300 ms are late when the"
                                    + " machine is busy",
                            new Advice(
                                    "setpriv --ambient-caps +sys_nice ... (in a unit:"
                                            + " AmbientCapabilities=CAP_SYS_NICE, or"
                                            + " LimitRTPRIO=50)")));
    }

    private void capability(int bit, String name, String why) {
        if (findings.stream().anyMatch(f -> f.subject().equals(name))) return;
        if (may(bit)) findings.add(Finding.ok(name, "is there"));
        else
            findings.add(
                    Finding.wrong(
                            name,
                            "is missing, and " + why,
                            new Advice(
                                    "run galley as root (in a unit: AmbientCapabilities="
                                            + name
                                            + ")")));
    }

    private boolean may(int bit) {
        String status = machine.file("/proc/self/status");
        Matcher mask = Pattern.compile("CapEff:\\s+([0-9a-f]{1,16})").matcher("" + status);
        return mask.find() && (Long.parseUnsignedLong(mask.group(1), 16) >> bit & 1) == 1;
    }

    private long number(String file, String pattern, long otherwise) {
        Matcher number = Pattern.compile(pattern).matcher("" + machine.file(file));
        return number.find() ? Long.parseLong(number.group(1)) : otherwise;
    }
}
