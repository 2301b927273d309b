// SPDX-License-Identifier: Apache-2.0
/// The `galley` command: speaks to the admin API of a running Galley, and checks configuration
/// offline.
@org.jspecify.annotations.NullMarked
module dev.galley.cli {
    requires static transitive org.jspecify;
    requires dev.galley.config;
    requires info.picocli;
    requires java.net.http;
    requires tools.jackson.databind;

    exports dev.galley.cli;

    opens dev.galley.cli to
            info.picocli;
}
