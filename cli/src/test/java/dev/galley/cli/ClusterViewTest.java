// SPDX-License-Identifier: Apache-2.0
package dev.galley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterViewTest {
    private static final String CLUSTER =
            """
            {"cluster": "shop", "node": "n2", "standing": "member", "leader": "n1", "scaler": "n2",
             "facts": {},
             "nodes": [
               {"node": "n1", "address": "10.0.0.1:7800", "labels": {"zone": "a"},
                "version": "1.2.3", "file": "/opt/shop-1.yaml", "drained": false, "modules": 2},
               {"node": "n2", "address": "10.0.0.2:7800", "labels": {},
                "version": "1.2.4", "file": "/opt/shop-2.yaml", "drained": true, "modules": 0}],
             "modules": [
               {"module": "billing", "replicas": 1, "singleton": true,
                "on": [{"node": "n1", "phase": "leaving", "endpoints": [], "why": ""}]},
               {"module": "carts", "replicas": 3, "singleton": false,
                "scale": {"wanted": 3, "because": "96 in flight, 32 for each", "min": 2, "max": 10},
                "on": [{"node": "n1", "phase": "running", "endpoints": [], "why": ""}]},
               {"module": "orders", "singleton": false,
                "on": [{"node": "n1", "phase": "running", "endpoints": [], "why": ""},
                       {"node": "n2", "phase": "failed", "endpoints": [], "why": "no disk"}]}]}
            """;

    @Test
    void itShowsTheNodesAndWhereModulesAreAndHowFar() {
        assertThat(new ClusterView(new Paint(false), Admin.parse(CLUSTER)).lines())
                .containsExactly(
                        "cluster shop, seen by n2 (member), n1 places modules, n2 scales them",
                        "",
                        "node  address        labels  version  file         modules  state",
                        "n1    10.0.0.1:7800  zone=a  1.2.3    shop-1.yaml        2  up",
                        "n2    10.0.0.2:7800          1.2.4    shop-2.yaml        0  draining",
                        "",
                        "module   wanted  on                        by its load",
                        "billing     one  n1 (leaving)",
                        "carts         3  n1                        3 of 2 to 10: 96 in flight, 32"
                                + " for each",
                        "orders      all  n1, n2 (failed: no disk)");
    }

    @Test
    void itShowsWhatKeepsTheNodeFromBeingAMember() {
        String lonely = CLUSTER.replace("\"facts\": {}", "\"facts\": {\"trouble\": \"no answer\"}");
        assertThat(new ClusterView(new Paint(false), Admin.parse(lonely)).lines())
                .element(1)
                .isEqualTo("trouble: no answer");
    }
}
