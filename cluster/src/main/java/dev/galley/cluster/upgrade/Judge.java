// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.upgrade;

import java.util.Locale;

/// Whether more fails with the new version than without. The calls of modules are counted by the
/// node that serves them, so nodes with the new version are compared with those that have the old
/// one, and with what was usual before. What listeners answer may come from a module of any node:
/// of those all nodes are compared with what was usual. In both, what fails has to be more than the
/// other share by a margin, and more than a few.
final class Judge {
    private static final double MARGIN = 0.01;
    private static final long FEW = 5;

    private final Upgrade upgrade;
    private final Sight sight;
    private Counts fresh = Counts.NONE;
    private Counts old = Counts.NONE;

    private Judge(Upgrade upgrade, Sight sight) {
        this.upgrade = upgrade;
        this.sight = sight;
    }

    /// What is worse, in words; empty: nothing.
    static String verdict(Upgrade upgrade, Sight sight) {
        Judge judge = new Judge(upgrade, sight);
        sight.told().values().forEach(judge::add);
        return judge.verdict();
    }

    private void add(Told now) {
        Told then = sight.first().get(now.node());
        Counts counts = then == null ? now.counts() : now.counts().since(then.counts());
        if (now.process().runs().equals(upgrade.id())) fresh = fresh.plus(counts);
        else old = old.plus(counts);
    }

    private String verdict() {
        Counts usual = upgrade.usual(), all = fresh.plus(old);
        double calls =
                Math.max(share(usual.failed(), usual.calls()), share(old.failed(), old.calls()));
        if (isWorse(fresh.failed(), fresh.calls(), calls))
            return say("calls of modules fail", fresh.failed(), fresh.calls(), calls);
        double requests = share(usual.errors(), usual.requests());
        if (isWorse(all.errors(), all.requests(), requests))
            return say("requests are answered by 5xx", all.errors(), all.requests(), requests);
        return "";
    }

    private static boolean isWorse(long failed, long of, double usual) {
        return failed > FEW && share(failed, of) > usual + MARGIN;
    }

    private static double share(long failed, long of) {
        return of == 0 ? 0 : (double) failed / of;
    }

    private static String say(String what, long failed, long of, double usual) {
        return String.format(
                Locale.ROOT,
                "%d of %d %s with the new version, where %.1f %% do else",
                failed,
                of,
                what,
                usual * 100);
    }
}
