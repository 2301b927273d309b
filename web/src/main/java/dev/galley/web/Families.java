// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Metric families being gathered for one scrape.
final class Families {
    /// One value of a family.
    record Sample(Labels labels, double value) {
        static Sample of(Number value, String... labels) {
            return new Sample(Labels.of(labels), value.doubleValue());
        }
    }

    private final List<MetricSnapshot> families = new ArrayList<>();

    /// @param name without `_total`, which the format adds
    void counter(String name, String help, Stream<Sample> samples) {
        families.add(
                new CounterSnapshot(
                        new MetricMetadata(name, help),
                        samples.map(s ->
                                        new CounterDataPointSnapshot(
                                                s.value(), s.labels(), null, 0))
                                .toList()));
    }

    void gauge(String name, String help, Stream<Sample> samples) {
        families.add(
                new GaugeSnapshot(
                        new MetricMetadata(name, help),
                        samples.map(s -> new GaugeDataPointSnapshot(s.value(), s.labels(), null))
                                .toList()));
    }

    void histogram(String name, String help, Stream<HistogramDataPointSnapshot> points) {
        families.add(new HistogramSnapshot(new MetricMetadata(name, help), points.toList()));
    }

    static HistogramDataPointSnapshot point(Labels labels, Durations durations) {
        List<Double> bounds = new ArrayList<>(durations.boundsSeconds());
        bounds.add(Double.POSITIVE_INFINITY);
        var buckets = ClassicHistogramBuckets.of(bounds, durations.counts());
        return new HistogramDataPointSnapshot(
                buckets, durations.sumSeconds(), labels, Exemplars.EMPTY, 0);
    }

    MetricSnapshots all() {
        return new MetricSnapshots(families);
    }
}
