// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli.doctor;

import dev.galley.cli.doctor.Remedy.Setting;
import java.util.List;

/// Settings of the kernel, held against what they should be.
final class Settings {
    private Settings() {}

    /// Looks at a setting that should have a certain value.
    ///
    /// @param must whether the file can't be served without it
    /// @param why what goes wrong else
    static void need(
            Machine machine,
            List<Finding> to,
            String name,
            String wanted,
            boolean must,
            String why) {
        String is = machine.sysctl(name);
        if (is == null) return;
        if (is.equals(wanted)) {
            to.add(Finding.ok(name, "is " + is));
            return;
        }
        String detail = "is " + is + ": " + why;
        Setting remedy = new Setting(name, wanted);
        to.add(must ? Finding.wrong(name, detail, remedy) : Finding.advice(name, detail, remedy));
    }

    /// Looks at a number that should be at least so large.
    static void atLeast(Machine machine, List<Finding> to, String name, long least, String why) {
        String is = machine.sysctl(name);
        if (is == null || !is.matches("[0-9]{1,18}")) return;
        if (Long.parseLong(is) >= least) to.add(Finding.ok(name, "is " + is));
        else to.add(Finding.advice(name, "is " + is + ": " + why, new Setting(name, "" + least)));
    }
}
