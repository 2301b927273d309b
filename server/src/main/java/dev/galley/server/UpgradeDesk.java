// SPDX-License-Identifier: Apache-2.0
package dev.galley.server;

import dev.galley.cluster.ConflictException;
import dev.galley.cluster.Coordination;
import dev.galley.cluster.CoordinationException;
import dev.galley.cluster.upgrade.Plan;
import dev.galley.cluster.upgrade.Told;
import dev.galley.cluster.upgrade.Upgrade;
import dev.galley.cluster.upgrade.Upgrader;
import dev.galley.web.Refused;
import dev.galley.web.UpgradeStatus;
import dev.galley.web.UpgradeStatus.ProcessStatus;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What the admin API sees and does of upgrades.
///
/// @param drain how long a node may take to end what is under way
record UpgradeDesk(Coordination coordination, Duration drain) {
    /// Beside the drains: the listeners', the modules' and the process's own.
    private static final Duration SLACK = Duration.ofSeconds(60);

    private static final int DRAINS = 3;

    /// The configurations of nodes.
    Map<String, String> files() {
        return Upgrader.view(coordination).nodes().stream()
                .collect(Collectors.toMap(Told::node, told -> told.process().file()));
    }

    UpgradeStatus status() throws Refused {
        var view = Upgrader.view(coordination);
        Upgrade upgrade = view.upgrade();
        if (upgrade == null) throw new Refused(404, "there has been no upgrade");
        return status(upgrade, view.number(), view.nodes());
    }

    private static UpgradeStatus status(Upgrade upgrade, long number, List<Told> nodes) {
        String[] step = upgrade.step().split(" ", 2);
        return new UpgradeStatus(
                upgrade.id(),
                number,
                upgrade.phase().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                upgrade.phase().isOver(),
                step[0],
                step.length > 1 ? step[1] : "",
                upgrade.why(),
                upgrade.plan().file(),
                upgrade.plan().jar(),
                upgrade.plan().watchMillis() / 1e3,
                nodes.stream().map(told -> process(upgrade, told)).toList());
    }

    private static ProcessStatus process(Upgrade upgrade, Told told) {
        return new ProcessStatus(
                told.node(),
                told.version(),
                told.process().file(),
                told.process().runs().equals(upgrade.id()),
                told.unready(),
                told.process().admin());
    }

    UpgradeStatus begin(String file, String jar, Duration watch) throws Refused {
        if (!isAbsolute(file) || !(jar.isEmpty() || isAbsolute(jar)))
            throw new Refused(422, "file and jar must be absolute paths, the same on all nodes");
        String self = coordination.membership().self().name();
        long limit = drain.multipliedBy(DRAINS).plus(SLACK).toMillis();
        Plan plan = new Plan(file, jar, watch.toMillis(), limit);
        var view = Upgrader.view(coordination);
        if (view.upgrade() != null && !view.upgrade().phase().isOver())
            throw new Refused(
                    409, "an upgrade to " + view.upgrade().plan().file() + " is under way");
        String id = Long.toHexString(System.currentTimeMillis());
        var nodes = new TreeSet<>(coordination.membership().members().keySet());
        return write(Upgrade.asked(id, self, plan, nodes), view.number());
    }

    static boolean isAbsolute(String path) {
        try {
            return Path.of(path).isAbsolute() && path.chars().noneMatch(Character::isISOControl);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    UpgradeStatus abort() throws Refused {
        var view = Upgrader.view(coordination);
        Upgrade upgrade = view.upgrade();
        if (upgrade == null || upgrade.phase().isOver())
            throw new Refused(409, "there is no upgrade under way");
        String self = coordination.membership().self().name();
        return write(upgrade.aborted(self), view.number());
    }

    private UpgradeStatus write(Upgrade next, long after) throws Refused {
        String self = coordination.membership().self().name();
        try {
            var written = coordination.settings().write(Upgrade.TEXT, after, self, next.text());
            return status(next, written.number(), Upgrader.view(coordination).nodes());
        } catch (ConflictException e) {
            throw new Refused(409, e.getMessage() + "; ask once more");
        } catch (CoordinationException e) {
            throw new Refused(503, String.valueOf(e.getMessage()));
        }
    }
}
