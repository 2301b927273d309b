// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.vrrp;

/// Hears what happens to virtual addresses. Called on the thread that holds them: it must not wait.
public interface Watcher {
    /// A group of addresses has come into another role.
    ///
    /// @param reason why, in words for a log line
    void changed(String group, Role before, Role now, String reason);

    /// Something is wrong; told once as long as it stays the same.
    ///
    /// @param group empty: all
    void warn(String group, String text);
}
