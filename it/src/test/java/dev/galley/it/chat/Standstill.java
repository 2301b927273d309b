// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.chat;

import chat.database.Database;
import chat.database.DatabaseConfig;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Stands still in the middle of a transaction that has locked a row of the chat's database, and
/// wants to change that row in another one. Ends well if it can.
final class Standstill {
    private static final String TABLE = "create table if not exists stills (n int)";
    private static final String CHANGE = "update stills set n = ?";

    private Standstill() {}

    public static void main(String[] arguments) throws Exception {
        Database database = new Database(new DatabaseConfig(arguments[0]), TABLE);
        database.inTransaction(sql -> sql.update("insert into stills values (1)"));
        CountDownLatch locked = new CountDownLatch(1);
        Thread.startVirtualThread(() ->
                database.inTransaction(sql -> {
                    sql.update(CHANGE, 2);
                    locked.countDown();
                    while (true) LockSupport.park();
                }));
        locked.await();
        FutureTask<Integer> other =
                new FutureTask<>(() -> database.inTransaction(sql -> sql.update(CHANGE, 3)));
        Thread.startVirtualThread(other);
        try {
            System.exit(other.get(30, TimeUnit.SECONDS) == 1 ? 0 : 1);
        } finally {
            System.exit(1);
        }
    }
}
