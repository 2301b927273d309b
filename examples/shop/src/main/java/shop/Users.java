// SPDX-License-Identifier: Apache-2.0
package shop;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;

/// Who may log in.
@Service
public interface Users {
    /// Fails with `taken`, `bad-name` or `bad-password`: see {@link Limits}; not if this very user
    /// is registered already.
    @Idempotent
    void register(String name, String password);

    /// Fails with `wrong-password`, also if there is no such user, and with `too-many-attempts`
    /// after several of these until a minute has passed.
    void check(String name, String password);
}
