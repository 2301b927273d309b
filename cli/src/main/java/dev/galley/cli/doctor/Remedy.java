// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli.doctor;

/// What mends something.
public sealed interface Remedy {
    /// The command that a person would give.
    String command();

    /// A setting of the kernel.
    record Setting(String name, String value) implements Remedy {
        @Override
        public String command() {
            return "sysctl -w " + name + "=" + (value.contains(" ") ? "'" + value + "'" : value);
        }
    }

    /// A module of the kernel.
    record Module(String name) implements Remedy {
        @Override
        public String command() {
            return "modprobe " + name;
        }
    }

    /// Something that is for a person to do.
    record Advice(String command) implements Remedy {}
}
