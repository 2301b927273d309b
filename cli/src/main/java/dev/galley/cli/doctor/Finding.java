// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli.doctor;

import org.jspecify.annotations.Nullable;

/// One thing that was looked at.
///
/// @param subject what: `net.ipv4.ip_forward`
/// @param detail what was found, and why it matters
/// @param remedy null: there is nothing to mend
public record Finding(Level level, String subject, String detail, @Nullable Remedy remedy) {
    /// How bad it is.
    public enum Level {
        OK,
        /// It works, but not as well as it could.
        ADVICE,
        /// What the file asks for does not work.
        WRONG
    }

    static Finding ok(String subject, String detail) {
        return new Finding(Level.OK, subject, detail, null);
    }

    static Finding wrong(String subject, String detail, Remedy remedy) {
        return new Finding(Level.WRONG, subject, detail, remedy);
    }

    static Finding advice(String subject, String detail, Remedy remedy) {
        return new Finding(Level.ADVICE, subject, detail, remedy);
    }
}
