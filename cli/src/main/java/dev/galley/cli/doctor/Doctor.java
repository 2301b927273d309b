// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli.doctor;

import dev.galley.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Looks at a machine with the eyes of a file.
public final class Doctor {
    /// What came of a remedy.
    ///
    /// @param failure why it could not be done; empty: it was
    public record Deed(Remedy remedy, String failure) {}

    /// Does remedies on a machine.
    @FunctionalInterface
    public interface Hand {
        /// Does a remedy.
        ///
        /// @return why it can't be done; empty: it was done
        String apply(Remedy remedy);
    }

    private Doctor() {}

    /// What stands in the file's way on this machine, and what does not.
    public static List<Finding> findings(Config config, Machine machine) {
        return findings(Needs.of(config), machine);
    }

    static List<Finding> findings(Needs needs, Machine machine) {
        return Stream.of(
                        Host.findings(needs, machine),
                        Forwarding.findings(needs, machine),
                        Privileges.findings(needs, machine))
                .flatMap(List::stream)
                .sorted((a, b) -> b.level().compareTo(a.level()))
                .toList();
    }

    /// What is to be done on real servers.
    public static List<Servers> servers(Config config, Machine machine) {
        return Servers.of(Needs.of(config), machine);
    }

    /// Does what can be done by itself: settings and modules.
    public static List<Deed> fix(List<Finding> findings, Hand hand) {
        List<Deed> deeds = new ArrayList<>();
        for (Finding finding : findings) {
            Remedy remedy = finding.remedy();
            if (remedy instanceof Remedy.Setting || remedy instanceof Remedy.Module)
                deeds.add(new Deed(remedy, hand.apply(remedy)));
        }
        return deeds;
    }
}
