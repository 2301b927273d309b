// SPDX-License-Identifier: Apache-2.0
package dev.galley.sessions.redis;

/// What Redis does in one step, in Lua. A session is a hash of its version `v` and its data `d`.
/// The first version is Redis's own time in microseconds, each later one is greater by one: numbers
/// of Lua hold such integers until the year 2255.
enum Script {
    /// Data, time to live in ms. Gives the version; 0: there is one already.
    CREATE(
            """
            if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
            local t = redis.call('TIME')
            local v = t[1] * 1000000 + t[2]
            redis.call('HSET', KEYS[1], 'v', string.format('%.0f', v), 'd', ARGV[1])
            redis.call('PEXPIRE', KEYS[1], ARGV[2])
            return v
            """),
    /// Version, data, time to live in ms. Gives the new version; 0: it is another one.
    REPLACE(
            """
            if redis.call('HGET', KEYS[1], 'v') ~= ARGV[1] then return 0 end
            local v = ARGV[1] + 1
            redis.call('HSET', KEYS[1], 'v', string.format('%.0f', v), 'd', ARGV[2])
            redis.call('PEXPIRE', KEYS[1], ARGV[3])
            return v
            """);

    final String text;

    Script(String text) {
        this.text = text;
    }
}
