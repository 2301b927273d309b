// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What has been counted between two looks at the same totals.
///
/// @param now the `Totals` of the admin API
/// @param before those of the look before; missing: since the start
/// @param seconds between the two
record Window(JsonNode now, JsonNode before, double seconds) {
    /// Requests.
    double requests() {
        return grown("/requests");
    }

    /// Requests that Galley or the member failed: status 5xx.
    double errors() {
        return grown("/codes/5xx");
    }

    double bytesOut() {
        return grown("/bytesOut");
    }

    /// A second.
    double rate(double n) {
        return n / seconds;
    }

    private double grown(String pointer) {
        // A total that shrank is of another process: then all of it is new.
        double now = this.now.at(pointer).asDouble(0), before = this.before.at(pointer).asDouble(0);
        return now >= before ? now - before : now;
    }

    /// The duration that this share of the requests kept below: linear within a bucket, as
    /// Prometheus's histogram_quantile has it.
    ///
    /// @param share 0 to 1
    /// @return in seconds; -1 if there were no requests
    double quantile(double share) {
        List<Double> counts = counts();
        double rank = share * counts.stream().mapToDouble(c -> c).sum();
        if (rank == 0) return -1;
        JsonNode bounds = now.at("/durations/boundsSeconds");
        double below = 0;
        for (int i = 0; i < bounds.size(); i++) {
            double low = i == 0 ? 0 : bounds.get(i - 1).asDouble(), high = bounds.get(i).asDouble();
            if (below + counts.get(i) >= rank)
                return low + (high - low) * (rank - below) / counts.get(i);
            below += counts.get(i);
        }
        return bounds.get(bounds.size() - 1).asDouble();
    }

    private List<Double> counts() {
        List<Double> counts = new ArrayList<>();
        for (int i = 0; i < now.at("/durations/counts").size(); i++)
            counts.add(grown("/durations/counts/" + i));
        return counts;
    }
}
