// SPDX-License-Identifier: Apache-2.0
/// The admin API and the metrics: what Galley is doing, and how it is told to do otherwise.
@org.jspecify.annotations.NullMarked
module dev.galley.web {
    requires static transitive org.jspecify;
    requires transitive dev.galley.config;
    requires io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires java.management;
    requires jdk.httpserver;
    requires jdk.management;
    requires tools.jackson.databind;

    exports dev.galley.web;

    opens dev.galley.web to
            tools.jackson.databind;
}
