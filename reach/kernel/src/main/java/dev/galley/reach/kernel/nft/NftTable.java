// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.kernel.nft;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/// A table of the packet filter that is ours alone. Any thread; the calls into the library are made
/// on a platform thread of the table's own.
final class NftTable implements AutoCloseable {
    private interface Task<T> {
        T run() throws NftException;
    }

    private static final Pattern TABLE = Pattern.compile("\"name\": \"([^\"]+)\"");

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("nftables").daemon().factory());
    private final String family;
    private final String name;
    private final Libnftables library;

    private NftTable(String family, String name, String make) throws NftException {
        this.family = family;
        this.name = name;
        try {
            library = on(Libnftables::new);
        } catch (NftException e) {
            thread.shutdown();
            throw e;
        }
        try {
            run(make);
        } catch (NftException e) {
            close();
            throw e;
        }
    }

    /// Makes a table with the flag `owner`, which ties it to the netlink socket of this process:
    /// nobody else may change it, `nft flush ruleset` passes it by, and the kernel removes it when
    /// the socket closes, also after SIGKILL (Linux 5.12).
    ///
    /// @param family inet or netdev
    /// @param name distinct for each process
    /// @throws NftException if it can't be had
    static NftTable owned(String family, String name) throws NftException {
        return new NftTable(family, name, "add table @T { flags owner; }\n");
    }

    /// Makes a table that stays when this process ends, unless it is removed.
    ///
    /// @throws NftException if it can't be had
    static NftTable lasting(String family, String name) throws NftException {
        return new NftTable(family, name, "add table @T\n");
    }

    /// The names of the tables of a family, whosever they are.
    List<String> names() throws NftException {
        return names(run("list tables " + family + "\n"));
    }

    /// The names in a list of tables.
    static List<String> names(String json) {
        return TABLE.matcher(json).results().map(table -> table.group(1)).toList();
    }

    /// Does commands as one transaction.
    ///
    /// @param commands a line each, with `@T` for the family and the name of this table
    /// @return what they list, as JSON
    /// @throws NftException if they were refused; then none was done
    String run(String commands) throws NftException {
        return on(() -> library.run(commands.replace("@T", toString())));
    }

    private <T> T on(Task<T> task) throws NftException {
        try {
            return CompletableFuture.supplyAsync(() -> done(task), thread).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof NftException refused) throw refused;
            throw e;
        }
    }

    private static <T> T done(Task<T> task) {
        try {
            return task.run();
        } catch (NftException e) {
            throw new CompletionException(e);
        }
    }

    /// Lets go of the table; with the flag `owner` that is its end.
    @Override
    public void close() {
        CompletableFuture.runAsync(library::close, thread).join();
        thread.shutdown();
    }

    /// As commands name it: `inet galley-1234`.
    @Override
    public String toString() {
        return family + " " + name;
    }
}
