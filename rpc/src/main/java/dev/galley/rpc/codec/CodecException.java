// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.codec;

/// Bytes that are not a message: malformed, over a limit, or without what must be there; or a value
/// that no message can hold. The message says which field, and what was wrong.
public final class CodecException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CodecException(String message) {
        super(message);
    }
}
