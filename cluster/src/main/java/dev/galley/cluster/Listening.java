// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

/// Ends what was begun. May be closed twice.
@FunctionalInterface
public interface Listening extends AutoCloseable {
    @Override
    void close();
}
