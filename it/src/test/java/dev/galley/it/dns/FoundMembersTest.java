// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.galley.config.Config;
import dev.galley.pool.Member;
import dev.galley.pool.Pool;
import dev.galley.pool.Watch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Members that a name leads to, followed at a real DNS server.
@NeedsDnsTools
class FoundMembersTest {
    @TempDir private Path folder;

    @Test
    void everyAddressOfANameIsAMemberAndChangesAreFollowed() throws Exception {
        try (Dnsmasq dns = new Dnsmasq(folder, "10.0.0.1 web.test", "10.0.0.2 web.test")) {
            Pool pool = pool("{dns: web.test, port: 8080, weight: 3}, 10.9.9.9:80", dns);
            try (Watch _ = watch(pool, dns)) {
                awaitMembers(pool, "10.0.0.1:8080", "10.0.0.2:8080", "10.9.9.9:80");
                assertThat(pool.snapshot().members().getFirst().weight()).isEqualTo(3);
                Member stays = pool.member("10.0.0.2:8080"), goes = pool.member("10.0.0.1:8080");
                pool.drain(stays);
                dns.hosts("10.0.0.2 web.test", "10.0.0.3 web.test", "2001:db8::1 web.test");
                awaitMembers(
                        pool,
                        "10.0.0.2:8080",
                        "10.0.0.3:8080",
                        "[2001:db8:0:0:0:0:0:1]:8080",
                        "10.9.9.9:80");
                assertThat(pool.member("10.0.0.2:8080")).isSameAs(stays);
                assertThat(pool.drain(stays)).as("still drained").isFalse();
                assertThat(goes.retired()).isTrue();
            }
        }
    }

    @Test
    void aResolverThatFailsOrAnswersNothingEmptiesNoPool() throws Exception {
        Dnsmasq dns = new Dnsmasq(folder, "10.0.0.1 web.test");
        Pool pool = pool("{dns: web.test, port: 80}", dns);
        try (Watch _ = watch(pool, dns)) {
            awaitMembers(pool, "10.0.0.1:80");
            dns.hosts("10.0.0.7 other.test");
            await().during(Duration.ofSeconds(2))
                    .until(() -> names(pool).equals(List.of("10.0.0.1:80")));
            dns.close();
            dns = dns.again("10.0.0.2 web.test");
            awaitMembers(pool, "10.0.0.2:80");
        } finally {
            dns.close();
        }
    }

    @Test
    void aNameThatLeadsNowhereAtStartBringsItsMembersLater() throws Exception {
        try (Dnsmasq dns = new Dnsmasq(folder, "10.0.0.7 other.test")) {
            Pool pool = pool("{dns: web.test, port: 80}", dns);
            try (Watch watch = new Watch(pool, new SplittableRandom(1), List.of(dns.address()))) {
                watch.find();
                assertThat(pool.snapshot().members()).isEmpty();
                assertThat(pool.down()).isTrue();
                dns.hosts("10.0.0.1 web.test");
                watch.start();
                awaitMembers(pool, "10.0.0.1:80");
            }
        }
    }

    @Test
    void theNamesOfANewPoolAreFoundBeforeItServes() throws Exception {
        try (Dnsmasq dns = new Dnsmasq(folder, "10.0.0.1 web.test")) {
            Pool pool = pool("{dns: web.test, port: 80}", dns);
            try (Watch watch = new Watch(pool, new SplittableRandom(1), List.of(dns.address()))) {
                watch.find();
                assertThat(names(pool)).containsExactly("10.0.0.1:80");
            }
        }
    }

    @Test
    void withoutAPortTheHostsAndPortsOfSrvRecordsAreMembers() throws Exception {
        try (Dnsmasq dns = new Dnsmasq(folder, "10.0.0.1 one.test")) {
            Pool pool = pool("{dns: _web._tcp.srv.test}", dns);
            try (Watch _ = watch(pool, dns)) {
                awaitMembers(pool, "10.0.0.1:8081");
            }
        }
    }

    private static Pool pool(String members, Dnsmasq dns) {
        Config config =
                Config.parse(
                        "galley.yaml",
                        "pools: {web: {members: ["
                                + members
                                + "]}}\nlisteners: []\n"
                                + "resolvers: [\""
                                + dns.address()
                                + "\"]\n",
                        Map.of());
        return new Pool("web", config.pools().get("web"), 1);
    }

    private static Watch watch(Pool pool, Dnsmasq dns) {
        Watch watch = new Watch(pool, new SplittableRandom(1), List.of(dns.address()));
        watch.start();
        return watch;
    }

    private static void awaitMembers(Pool pool, String... names) {
        await().untilAsserted(() -> assertThat(names(pool)).containsExactly(names));
    }

    private static List<String> names(Pool pool) {
        return pool.snapshot().members().stream().map(s -> s.member().name()).toList();
    }
}
