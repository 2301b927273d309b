// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.found;

import dev.galley.config.Address;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.hosts.HostsFileParser;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/// Looks names up in the DNS, without a cache, so that their TTLs are known. Any thread; waits.
public final class Names {
    /// How long one server may take, and all of them together.
    private static final Duration A_SERVER = Duration.ofSeconds(1), ALL = Duration.ofSeconds(3);

    /// What the hosts file says holds for as long as it takes to read it again.
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final int MOST_HOSTS = 64;

    private final List<Address> servers;

    /// @param servers empty: as `/etc/resolv.conf` and `/etc/hosts` say, each time anew
    public Names(List<Address> servers) {
        this.servers = List.copyOf(servers);
    }

    /// What a name leads to.
    ///
    /// @param port where its addresses listen; null: its SRV records say
    /// @throws UnknownHostException if it leads to nothing
    /// @throws IOException if nobody can tell
    public Found find(String name, @Nullable Integer port)
            throws IOException, InterruptedException {
        LookupSession session = session();
        Name asked = Name.fromString(name);
        Found found = port == null ? hosts(session, asked) : addresses(session, asked, port);
        if (!found.addresses().isEmpty()) return found;
        throw found.whole()
                ? new UnknownHostException("the name leads to no address")
                : new IOException("no resolver could tell");
    }

    private Found hosts(LookupSession session, Name name) throws IOException, InterruptedException {
        List<Record> records = answer(ask(session, name, Type.SRV));
        if (records == null) return nothing(false);
        Found all = new Found(List.of(), LONGEST, true);
        for (Record record : records.subList(0, Math.min(MOST_HOSTS, records.size())))
            if (record instanceof SRVRecord srv)
                all = all.and(ttl(srv)).and(addresses(session, srv.getTarget(), srv.getPort()));
        return all;
    }

    private static Found ttl(Record record) {
        return new Found(List.of(), Duration.ofSeconds(record.getTTL()), true);
    }

    private static Found nothing(boolean whole) {
        return new Found(List.of(), LONGEST, whole);
    }

    private static Found addresses(LookupSession session, Name name, int port)
            throws IOException, InterruptedException {
        var four = ask(session, name, Type.A);
        var six = ask(session, name, Type.AAAA);
        return found(answer(four), port).and(found(answer(six), port));
    }

    private static CompletableFuture<LookupResult> ask(LookupSession session, Name name, int type) {
        return session.lookupAsync(name, type).toCompletableFuture();
    }

    private static Found found(@Nullable List<Record> records, int port) {
        if (records == null) return nothing(false);
        Found all = nothing(true);
        for (Record record : records) {
            Address address = address(record, port);
            if (address != null)
                all = all.and(ttl(record)).and(new Found(List.of(address), LONGEST, true));
        }
        return all;
    }

    private static @Nullable Address address(Record record, int port) {
        return switch (record) {
            case ARecord a -> new Address(a.getAddress().getHostAddress(), port);
            case AAAARecord a -> new Address(a.getAddress().getHostAddress(), port);
            default -> null;
        };
    }

    /// The records of an answer, none if there are none; null: it is not known.
    private static @Nullable List<Record> answer(CompletableFuture<LookupResult> asked)
            throws IOException, InterruptedException {
        try {
            return asked.get(ALL.toMillis(), TimeUnit.MILLISECONDS).getRecords();
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            boolean none =
                    e.getCause() instanceof NoSuchDomainException
                            || e.getCause() instanceof NoSuchRRSetException;
            return none ? List.of() : null;
        }
    }

    private LookupSession session() throws IOException {
        var session = LookupSession.builder();
        if (!servers.isEmpty()) {
            List<InetSocketAddress> where = new ArrayList<>();
            for (Address a : servers) where.add(new InetSocketAddress(a.host(), a.port()));
            return session.resolver(resolver(where)).build();
        }
        ResolverConfig.refresh();
        ResolverConfig system = ResolverConfig.getCurrentConfig();
        return session.resolver(resolver(system.servers()))
                .searchPath(system.searchPath())
                .ndots(system.ndots())
                .hostsFileParser(new HostsFileParser())
                .build();
    }

    private static Resolver resolver(List<InetSocketAddress> servers) {
        List<Resolver> all = new ArrayList<>();
        for (InetSocketAddress server : servers) {
            SimpleResolver one = new SimpleResolver(server);
            one.setTimeout(A_SERVER);
            all.add(one);
        }
        ExtendedResolver resolver = new ExtendedResolver(all);
        resolver.setRetries(2);
        resolver.setTimeout(ALL);
        return resolver;
    }
}
