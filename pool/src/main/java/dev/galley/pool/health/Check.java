// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import dev.galley.config.HealthConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One active check of one member. Any thread, best a virtual one: it blocks.
public sealed interface Check permits Talk, CommandCheck, DnsCheck, PingCheck, UdpCheck {
    /// What the file says of it.
    HealthConfig config();

    /// Checks.
    ///
    /// @param target where the member listens
    /// @return why it failed, short; null if it passed
    /// @throws IOException if the connection failed or the time is over
    @Nullable String check(InetSocketAddress target, Deadline deadline) throws IOException;

    /// Checks the member that listens at `address`, within `timeout` all in all.
    ///
    /// @return why it failed, short; null if it passed
    default @Nullable String run(InetSocketAddress address, Duration timeout) {
        Integer other = config().port();
        InetSocketAddress target =
                other == null ? address : new InetSocketAddress(address.getAddress(), other);
        try {
            return check(target, Deadline.in(timeout));
        } catch (IOException failure) {
            return Reasons.of(failure, timeout);
        }
    }

    /// The check that `config` describes.
    ///
    /// @param pool the name of the pool whose members are checked
    static Check of(HealthConfig config, String pool) {
        return switch (config) {
            case HealthConfig.Tcp tcp -> new TcpCheck(tcp);
            case HealthConfig.Http http -> new HttpCheck(http);
            case HealthConfig.Tls tls -> new TlsCheck(tls);
            case HealthConfig.Ping ping -> new PingCheck(ping);
            case HealthConfig.Udp udp -> new UdpCheck(udp);
            case HealthConfig.Dns dns -> new DnsCheck(dns);
            case HealthConfig.Ftp ftp -> new FtpCheck(ftp);
            case HealthConfig.Redis redis -> new RedisCheck(redis);
            case HealthConfig.Postgresql postgresql -> new PostgresqlCheck(postgresql);
            case HealthConfig.Command command -> new CommandCheck(command, pool);
        };
    }
}
