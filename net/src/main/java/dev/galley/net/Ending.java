// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import io.netty.channel.IoHandler;
import java.util.concurrent.CompletableFuture;

/// The end of a loop of io_uring, when no connection is left on it.
///
/// It has a read submitted, 8 bytes, that ends when it is woken. Netty 4.2.18 frees those 8 bytes
/// at the end and does not wait for the read: its cancellation is queued behind an operation that
/// waits for the read itself, and the 200 ms that it is to be given end at once (the kernel refuses
/// a linked timeout that counts completions, `-EINVAL`). A read that is then with a worker thread
/// of the kernel, as those are that were submitted while others were drained, writes into what was
/// freed.
///
/// Netty does wait for the read where it knows of a wakeup that is under way; so there is one. It
/// comes from another thread, since those of the loop's own count for nothing. To other transports
/// it is one in vain.
///
/// To be removed once Netty waits for its read.
final class Ending {
    private Ending() {}

    /// Destroys a handler. Its loop's thread, as the last thing that it does.
    static void of(IoHandler handler) {
        CompletableFuture.runAsync(handler::wakeup, Thread::startVirtualThread).join();
        handler.destroy();
    }
}
