// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.upgrade;

import dev.galley.cluster.upgrade.Told.Checked;
import dev.galley.cluster.upgrade.Told.Running;

/// The process that is to be replaced by one of another version. Any thread.
public interface Replaceable {
    /// What runs now.
    Running running();

    /// Looks whether this node could run something else; may take a minute.
    Checked check(Plan plan);

    /// Why this node does not do all that it should; empty: it does.
    String unready();

    /// What it has served.
    Counts counts();

    /// Ends this process in peace, and puts the new version in its place. Returns at once.
    void replace(Upgrade by);

    /// Likewise, with the version that was there before.
    void restore();
}
