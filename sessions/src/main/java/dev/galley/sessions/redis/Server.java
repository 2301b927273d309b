// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.redis;

import dev.galley.sessions.SessionException;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.RedisClusterURIUtil;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A Redis, or several that belong together, and the one connection to it that all threads share.
/// It is connected to when it is first wanted, and found again by Lettuce whenever it was lost.
final class Server implements AutoCloseable {
    /// What it says below an error is for its authors. Kept, or its level would be forgotten.
    private static final Logger LOGGER = Logger.getLogger("io.lettuce");

    private static final Duration CONNECT = Duration.ofSeconds(1), ANSWER = Duration.ofSeconds(2);
    private static final Duration QUIET = Duration.ofMillis(100);
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 10_000;
    private static final String CLUSTER = "-cluster:";
    private static final RedisCodec<String, byte[]> CODEC =
            RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE);

    /// A connection, and what can be asked by it.
    private record Link(
            StatefulConnection<String, byte[]> connection,
            RedisClusterCommands<String, byte[]> commands) {}

    private final ClientResources resources;
    private final RedisURI uri;
    private final AbstractRedisClient client;
    private final ReentrantLock connecting = new ReentrantLock();
    private volatile @Nullable Link link;

    /// How often it could not be connected to, and why the last time; guarded by the lock.
    private final AtomicInteger failures = new AtomicInteger();

    private @Nullable RedisException failure;

    /// @param url as the file has it
    /// @throws SessionException if it is none
    Server(String url) {
        if (LOGGER.getLevel() == null) LOGGER.setLevel(Level.SEVERE);
        resources =
                ClientResources.builder()
                        .ioThreadPoolSize(THREADS)
                        .computationThreadPoolSize(THREADS)
                        .build();
        try {
            uri = RedisURI.create(URI.create(url.replaceFirst(CLUSTER, ":")));
            uri.setTimeout(ANSWER);
            client = url.contains(CLUSTER) ? cluster(url) : single();
        } catch (IllegalArgumentException e) {
            shutdown(resources);
            throw new SessionException("sessions.url is no URL of Redis: " + fault(e));
        }
    }

    /// Without the URL, which may have a password in it.
    private static String fault(IllegalArgumentException e) {
        return e.getCause() instanceof URISyntaxException syntax
                ? "%s, its character %d; in a password write it as %%5E or the like"
                        .formatted(syntax.getReason(), syntax.getIndex() + 1)
                : String.valueOf(e.getMessage());
    }

    private RedisClient single() {
        RedisClient single = RedisClient.create(resources, uri);
        single.setOptions(options(ClientOptions.builder()).build());
        return single;
    }

    private RedisClusterClient cluster(String url) {
        URI all = URI.create(url.replaceFirst(CLUSTER, ":"));
        var uris = RedisClusterURIUtil.toRedisURIs(all);
        uris.forEach(one -> one.setTimeout(ANSWER));
        RedisClusterClient several = RedisClusterClient.create(resources, uris);
        ClusterClientOptions.Builder options = ClusterClientOptions.builder();
        options(options);
        several.setOptions(
                options.topologyRefreshOptions(
                                ClusterTopologyRefreshOptions.builder()
                                        .enablePeriodicRefresh(Duration.ofSeconds(10))
                                        .build())
                        .build());
        return several;
    }

    /// What was sent and not answered is not sent again: it may have been done. What Lettuce keeps
    /// for a Redis that does not answer has an end, beside the time for each of them.
    private static ClientOptions.Builder options(ClientOptions.Builder options) {
        return options.replayFilter(_ -> true)
                .requestQueueSize(MOST_WAITING)
                .socketOptions(
                        SocketOptions.builder().connectTimeout(CONNECT).keepAlive(true).build())
                .timeoutOptions(TimeoutOptions.enabled(ANSWER));
    }

    /// What can be asked now.
    ///
    /// @throws RedisException if it cannot be connected to
    RedisClusterCommands<String, byte[]> commands() {
        Link known = link;
        return known != null ? known.commands : connected().commands;
    }

    /// One thread connects; the others wait for it, and fail with it.
    private Link connected() {
        int before = failures.get();
        connecting.lock();
        try {
            Link known = link;
            if (known != null) return known;
            RedisException now = failure;
            if (now != null && failures.get() > before) throw now;
            Link made = tryConnect();
            link = made;
            return made;
        } finally {
            connecting.unlock();
        }
    }

    private Link tryConnect() {
        try {
            return connect();
        } catch (RedisException e) {
            failure = e;
            failures.incrementAndGet();
            throw e;
        }
    }

    private Link connect() {
        if (client instanceof RedisClusterClient several) {
            var connection = several.connect(CODEC);
            return new Link(connection, connection.sync());
        }
        var connection = ((RedisClient) client).connect(CODEC);
        return new Link(connection, connection.sync());
    }

    boolean connectedNow() {
        Link known = link;
        return known != null && known.connection.isOpen();
    }

    @Override
    public void close() {
        client.shutdown(QUIET, ANSWER);
        shutdown(resources);
    }

    private static void shutdown(ClientResources resources) {
        var _ = resources.shutdown(QUIET.toMillis(), ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    }
}
