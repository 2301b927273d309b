// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tidy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;

/// Calls that make their thread wait, or go to a disk or a name server: an event loop that made one
/// would let every other connection of its core wait with it.
final class Blocking {
    private static final Map<Class<?>, String> METHODS =
            Map.ofEntries(
                    Map.entry(Thread.class, "sleep|join"),
                    Map.entry(Object.class, "wait"),
                    Map.entry(Future.class, "get|join|resultNow"),
                    Map.entry(CountDownLatch.class, "await"),
                    Map.entry(Semaphore.class, "acquire.*"),
                    Map.entry(BlockingQueue.class, "take|put"),
                    Map.entry(Condition.class, "await.*"),
                    Map.entry(Lock.class, "lock.*"),
                    Map.entry(LockSupport.class, "park.*"),
                    Map.entry(InetAddress.class, "getByName|getAllByName|getLocalHost"),
                    Map.entry(Socket.class, "connect|get.*Stream"),
                    Map.entry(ServerSocket.class, "accept"),
                    Map.entry(HttpClient.class, "send"),
                    Map.entry(InputStream.class, "read.*|skip.*|transferTo"),
                    Map.entry(OutputStream.class, "write|flush"),
                    Map.entry(FileChannel.class, "open|read|write|force|transfer.*"),
                    Map.entry(Files.class, ".*"));

    /// Not on a loop: listening begins where the file is read, and the access log and the watch
    /// over certificates have threads. Or at its end, when nobody is left to wait with it.
    private static final Set<String> ELSEWHERE =
            Set.of("Sockets", "AccessLog", "FileWatch", "Ending");

    static final DescribedPredicate<JavaMethodCall> CALL =
            DescribedPredicate.describe("blocks", Blocking::blocks);

    private Blocking() {}

    private static boolean blocks(JavaMethodCall call) {
        return !ELSEWHERE.contains(call.getOriginOwner().getSimpleName()) && isOneOf(call);
    }

    private static boolean isOneOf(JavaMethodCall call) {
        return METHODS.entrySet().stream()
                .anyMatch(entry ->
                        call.getTargetOwner().isAssignableTo(entry.getKey())
                                && call.getName().matches(entry.getValue()));
    }
}
