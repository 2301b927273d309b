// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.system;

import java.util.Arrays;

/// The error numbers that matter here (errno(3); the same on x86-64 and arm64).
public enum Errno {
    EPERM(1),
    ENOENT(2),
    ESRCH(3),
    EINTR(4),
    EAGAIN(11),
    ENOMEM(12),
    EACCES(13),
    EBUSY(16),
    EEXIST(17),
    ENODEV(19),
    EINVAL(22),
    ENOSPC(28),
    ERANGE(34),
    EMSGSIZE(90),
    ENOPROTOOPT(92),
    EPROTONOSUPPORT(93),
    EOPNOTSUPP(95),
    EAFNOSUPPORT(97),
    EADDRINUSE(98),
    EADDRNOTAVAIL(99),
    ENETDOWN(100),
    ENETUNREACH(101),
    ENOBUFS(105),
    ETIMEDOUT(110),
    EHOSTUNREACH(113);

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /// What an error is called, and in words: `ENOENT, no such file or directory`.
    static String words(int number) {
        String name =
                Arrays.stream(values())
                        .filter(errno -> errno.number == number)
                        .map(Errno::name)
                        .findFirst()
                        .orElse("errno " + number);
        String text = Libc.words(number);
        return name + ", " + Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
