// SPDX-License-Identifier: Apache-2.0
package shop.database;

/// There is a row of that key already; nothing has been done.
public final class DuplicateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DuplicateException(Throwable cause) {
        super(cause);
    }
}
