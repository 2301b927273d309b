// SPDX-License-Identifier: Apache-2.0
package genes.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.config.Address;
import dev.galley.config.PoolConfig;
import dev.galley.net.Loops;
import dev.galley.pool.Pool;
import dev.galley.rpc.CallException;
import dev.galley.rpc.Stage;
import dev.galley.rpc.client.Client;
import dev.galley.rpc.client.Options;
import dev.galley.rpc.wire.Secret;
import dev.galley.rpc.wire.Terms;
import genes.Hits;
import genes.Search;
import genes.Searches;
import genes.SearchesContract;
import genes.Update;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The nodes that coordinate searches: when one dies, the search goes on at another.
public final class Nodes implements AutoCloseable {
    /// From the last sign of life on.
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    /// What a call fails with if its node, and not the search, is to blame.
    private static final Set<String> PASSING =
            Set.of("not-connected", "not-sent", "unanswered", "overload", "shutting-down");

    private final Loops loops = Loops.start(1);
    private final Client client;
    private final Searches searches;

    private Nodes(Pool pool, Terms terms) {
        client = new Client(loops, pool, Options.of(terms));
        searches = SearchesContract.CONTRACT.stub(client);
    }

    /// Asks these.
    ///
    /// @param addresses with commas between them
    public static Nodes at(String addresses, String secret) {
        Address[] all =
                Arrays.stream(addresses.split(",")).map(Address::parse).toArray(Address[]::new);
        Terms terms = Terms.of("terminal").withSecret(new Secret(secret.getBytes(UTF_8)));
        return new Nodes(new Pool("searches", PoolConfig.of(all), 1), terms);
    }

    /// Searches to the end.
    ///
    /// @param watcher told how it goes on
    /// @throws CallException if it fails, or no node is there for half a minute
    public Hits search(Search search, Consumer<Update.Running> watcher) {
        long[] heard = {System.nanoTime()};
        Consumer<Update.Running> hearing =
                running -> {
                    heard[0] = System.nanoTime();
                    watcher.accept(running);
                };
        while (true) {
            try {
                return once(search, hearing);
            } catch (CallException e) {
                boolean over = System.nanoTime() - heard[0] > PATIENCE;
                if (over || !PASSING.contains(e.type())) throw e;
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    private Hits once(Search search, Consumer<Update.Running> watcher) {
        try (Stream<Update> updates = searches.search(search)) {
            for (Update update : (Iterable<Update>) updates::iterator) {
                switch (update) {
                    case Update.Running running -> watcher.accept(running);
                    case Update.Found found -> {
                        return found.hits();
                    }
                }
            }
        }
        throw new CallException(Stage.UNANSWERED, "unanswered", "the search has no end", null);
    }

    @Override
    public void close() {
        client.close();
        loops.close();
    }
}
