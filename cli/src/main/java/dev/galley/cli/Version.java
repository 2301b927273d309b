// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import org.jspecify.annotations.Nullable;

/// The version of this Galley.
public final class Version {
    private Version() {}

    /// As the jar's manifest has it; `development` where there is no jar.
    public static String current() {
        @Nullable String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
