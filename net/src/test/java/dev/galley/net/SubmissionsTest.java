// SPDX-License-Identifier: Apache-2.0
package dev.galley.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class SubmissionsTest {
    /// What goes wrong without it, a write of the kernel's into freed memory, shows in one of some
    /// hundred loops, and only where the processors are busy.
    @Test
    void anotherThreadHasWokenAHandlerBeforeItIsDestroyed() {
        Ending ending = new Ending(Thread.currentThread());
        IoHandler handler =
                Submissions.ruled(_ -> ending, (_, asked) -> asked)
                        .newHandler(ImmediateEventExecutor.INSTANCE);

        handler.destroy();

        assertThat(ending.calls).containsExactly("woken by another", "destroyed");
    }

    /// Like Netty's, it heeds no wakeup of its own thread's.
    private static final class Ending implements IoHandler {
        private final List<String> calls = new CopyOnWriteArrayList<>();
        private final Thread own;

        private Ending(Thread own) {
            this.own = own;
        }

        @Override
        public void wakeup() {
            if (!Thread.currentThread().equals(own)) calls.add("woken by another");
        }

        @Override
        public void destroy() {
            calls.add("destroyed");
        }

        @Override
        public void prepareToDestroy() {}

        @Override
        public int run(IoHandlerContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return false;
        }
    }
}
