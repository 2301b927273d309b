// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cluster.placement.Report;
import dev.galley.cluster.placement.Report.Phase;
import dev.galley.cluster.upgrade.Counts;
import dev.galley.cluster.upgrade.Plan;
import dev.galley.cluster.upgrade.Replaceable;
import dev.galley.cluster.upgrade.Told.Checked;
import dev.galley.cluster.upgrade.Told.Running;
import dev.galley.cluster.upgrade.Upgrade;
import dev.galley.net.Way;
import dev.galley.pool.Traffic;
import dev.galley.rpc.Stage;
import dev.galley.rpc.server.Dispatcher;
import dev.galley.rpc.server.Served;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// This process, as one that can be replaced by one of another version.
///
/// @param placing null: it runs no modules
record Replacing(Galley galley, Launch launch, Cluster cluster, @Nullable Placing placing)
        implements Replaceable {
    private static final int FAILED = 5;

    @Override
    public Running running() {
        Lineage lineage = launch.lineage();
        return new Running(
                launch.life(),
                lineage.runs(),
                galley.file().toAbsolutePath().toString(),
                launch.jar(),
                admin(),
                lineage.failed(),
                lineage.failure());
    }

    private String admin() {
        var address = galley.site().admin().address();
        return address.getHostString() + ":" + address.getPort();
    }

    @Override
    public Checked check(Plan plan) {
        List<Imprint> own = galley.succession().own();
        Checked checked =
                new Preflight(launch, galley.file(), galley.site().config(), own).check(plan);
        String self = cluster.coordination().membership().self().name();
        List<String> faults = new ArrayList<>(checked.faults());
        if (cluster.coordination().membership().members().size() < 2)
            faults.add("is the only node, and nobody would answer meanwhile: start another one");
        else if (placing != null && !placing.leader().needing(self).isEmpty())
            faults.add(
                    "is the only node that can have "
                            + String.join(", ", placing.leader().needing(self)));
        if (!galley.ready()) faults.add("is not ready");
        return new Checked(faults, checked.digests());
    }

    @Override
    public String unready() {
        if (!galley.ready()) return "it takes no requests";
        String self = cluster.coordination().membership().self().name();
        var reports = Report.all(cluster.coordination().registry().instances());
        Report own = reports.get(self);
        if (placing == null || own == null) return placing == null ? "" : "no modules are told of";
        if (!placing.ready()) return "its sessions cannot be read";
        for (var module : own.modules().entrySet()) {
            Phase phase = module.getValue().phase();
            // What only another version knows is not to run here.
            if (phase != Phase.RUNNING && placing.knows(module.getKey()))
                return phase == Phase.FAILED
                        ? module.getKey() + " fails: " + module.getValue().why()
                        : module.getKey() + " comes or goes";
        }
        return "";
    }

    @Override
    public Counts counts() {
        long calls = 0, failed = 0, requests = 0, errors = 0;
        Dispatcher served = placing == null ? null : placing.served();
        if (served != null)
            for (Served method : served.all()) {
                calls += method.traffic().totals().requests();
                failed += method.failures(Stage.FAILED) + method.failures(Stage.DEADLINE);
            }
        for (Way way : galley.site().ways()) {
            Traffic.Totals totals = way.traffic().totals();
            requests += totals.requests();
            errors += totals.byClass().get(FAILED);
        }
        return new Counts(calls, failed, requests, errors);
    }

    @Override
    public void replace(Upgrade by) {
        galley.replace(launch.next(by.plan(), by.id()));
    }

    @Override
    public void restore() {
        galley.replace(launch.before(""));
    }
}
