// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.lock;

/// The lock file cannot be read; the message says where and why.
public final class LockException extends Exception {
    private static final long serialVersionUID = 1;

    LockException(String message) {
        super(message);
    }
}
