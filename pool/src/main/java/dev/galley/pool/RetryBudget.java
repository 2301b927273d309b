// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool;

/// How many retries the requests so far have earned. Any thread; no lock.
public final class RetryBudget {
    /// A first try was made.
    public void earn() {}

    /// Whether one more retry may be made; if so it is paid for.
    public boolean spend() {
        return true;
    }
}
