// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.galley.sessions.SessionException;
import dev.galley.sessions.SessionLimits;
import dev.galley.sessions.SessionStore;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Sessions in Redis, by Lettuce: one server, a master that Sentinels name, or a Redis Cluster.
///
/// They are as safe as that Redis is. It answers before its replicas have a write, so when a
/// replica takes over what was written last may be gone; see ADR 0014.
public final class RedisStore implements SessionStore {
    private static final String VERSION = "v", DATA = "d";

    private final SessionLimits limits;
    private final String prefix;
    private final Server server;

    /// Connects when it is first asked.
    ///
    /// @param url `redis://`, `rediss://`, `redis-sentinel://` or `redis-cluster://`, as the
    ///   configuration page says
    /// @param prefix what all keys begin with
    /// @throws SessionException if it is no such URL
    public RedisStore(String url, String prefix, SessionLimits limits) {
        this.limits = limits;
        this.prefix = prefix;
        this.server = new Server(url);
    }

    @Override
    public @Nullable Versioned get(String id) {
        limits.check(id);
        List<KeyValue<String, byte[]>> found =
                ask(redis -> redis.hmget(prefix + id, VERSION, DATA), false);
        if (!found.get(0).hasValue() || !found.get(1).hasValue()) return null;
        long version = Long.parseLong(new String(found.get(0).getValue(), US_ASCII));
        return new Versioned(found.get(1).getValue(), version);
    }

    @Override
    public long create(String id, byte[] value, Duration ttl) {
        limits.check(id, value, ttl);
        return ask(redis -> run(redis, Script.CREATE, id, value, number(ttl.toMillis())), true);
    }

    @Override
    public long replace(String id, long version, byte[] value, Duration ttl) {
        limits.check(id, value, ttl);
        byte[] seen = number(version), life = number(ttl.toMillis());
        return ask(redis -> run(redis, Script.REPLACE, id, seen, value, life), true);
    }

    @Override
    public boolean touch(String id, Duration ttl) {
        limits.check(id);
        SessionLimits.check(ttl);
        return ask(redis -> redis.pexpire(prefix + id, ttl.toMillis()), false);
    }

    @Override
    public void remove(String id) {
        limits.check(id);
        ask(redis -> redis.del(prefix + id), true);
    }

    /// By its digest; with its text where Redis does not know it yet, which knows it afterwards.
    private long run(
            RedisClusterCommands<String, byte[]> redis, Script script, String id, byte[]... said) {
        String[] keys = {prefix + id};
        try {
            String digest = redis.digest(script.text);
            return redis.<Long>evalsha(digest, ScriptOutputType.INTEGER, keys, said);
        } catch (RedisNoScriptException e) {
            return redis.<Long>eval(script.text, ScriptOutputType.INTEGER, keys, said);
        }
    }

    private <T> T ask(Function<RedisClusterCommands<String, byte[]>, T> question, boolean write) {
        RedisClusterCommands<String, byte[]> redis;
        try {
            redis = server.commands();
        } catch (RedisException e) {
            throw new SessionException("Redis cannot be reached: " + cause(e), false, e);
        }
        try {
            return question.apply(redis);
        } catch (RedisException e) {
            throw new SessionException("Redis does not answer: " + cause(e), write, e);
        }
    }

    private static String cause(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) deepest = deepest.getCause();
        return String.valueOf(deepest.getMessage());
    }

    private static byte[] number(long value) {
        return Long.toString(value).getBytes(US_ASCII);
    }

    @Override
    public Duration ttl() {
        return limits.ttl();
    }

    @Override
    public boolean ready() {
        return server.connectedNow();
    }

    @Override
    public void close() {
        server.close();
    }
}
