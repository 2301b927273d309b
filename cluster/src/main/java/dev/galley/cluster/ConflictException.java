// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

/// Somebody else was first: read, decide and try again.
public final class ConflictException extends CoordinationException {
    private static final long serialVersionUID = 1;

    public ConflictException(String message) {
        super(message);
    }

    /// A text whose newest version is another one than was thought.
    public static ConflictException of(String name, long after, long newest) {
        return new ConflictException(
                "%s has version %d, not %d: somebody else has changed it"
                        .formatted(name, newest, after));
    }
}
