// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.system;

import java.io.IOException;
import java.io.Serial;

/// The kernel refused: what was asked of it, why it refused, and what to do where that is known.
public final class KernelException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    private final int errno;

    /// A refusal.
    ///
    /// @param what what was asked, as in `add the service 10.0.0.1:80`
    public KernelException(String what, Errno errno) {
        this(what, errno.number());
    }

    public KernelException(String what, int errno) {
        this(what, errno, "");
    }

    /// A refusal with its reason.
    ///
    /// @param reason the kernel's own words, which netlink adds to some errors; empty: none
    public KernelException(String what, int errno, String reason) {
        super(what + ": " + (reason.isEmpty() ? "" : reason + " ") + words(errno));
        this.errno = errno;
    }

    public boolean is(Errno other) {
        return errno == other.number();
    }

    private static String words(int errno) {
        String text = "(" + Errno.words(errno) + ")";
        boolean privilege = errno == Errno.EPERM.number() || errno == Errno.EACCES.number();
        return privilege
                ? text + "; run as root, or with the capabilities CAP_NET_ADMIN and CAP_NET_RAW"
                : text;
    }

    /// The result of a call, unless it is a negative errno.
    static long need(long result, String what) throws KernelException {
        if (result < 0) throw new KernelException(what, (int) -result);
        return result;
    }
}
