// SPDX-License-Identifier: Apache-2.0
package chat;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;
import java.util.List;

/// Whom a user wants to have at hand. It is a list of one's own: nobody is asked.
@Service
public interface Friends {
    /// Fails with `no-such-user` or `too-many`.
    @Idempotent
    void add(String token, String name);

    @Idempotent
    void remove(String token, String name);

    /// Their names, in order.
    @Idempotent
    List<String> list(String token);
}
