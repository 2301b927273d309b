// SPDX-License-Identifier: Apache-2.0
package shop;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;
import java.util.List;

/// What the orders tell. It may be some moments behind them.
@Service
public interface Analytics {
    /// Fails with `bad-days`, unless they are 1 to 366.
    @Idempotent
    Report report(int days);

    /// The ids of the products that were bought most in the last thirty days, at most three.
    @Idempotent
    List<String> popular();
}
