// SPDX-License-Identifier: Apache-2.0
/// Text to records: the names, defaults and limits of `galley.yaml`, and errors that name file,
/// line and path.
@org.jspecify.annotations.NullMarked
module dev.galley.config {
    requires transitive org.jspecify;
    requires transitive org.dnsjava;
    requires org.snakeyaml.engine;

    exports dev.galley.config;
    exports dev.galley.config.bind;
    exports dev.galley.config.tls;
}
