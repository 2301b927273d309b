// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import java.net.InetAddress;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Answers queries, one after the other, by a site. One for each loop; no input, no output, no
/// clock of its own.
final class Responder {
    /// How many CNAMEs are followed within our own zones.
    private static final int MOST_ALIASES = 8;

    /// What ANY is answered with (RFC 8482, section 4.2): CPU "RFC8482", OS "".
    private static final byte[] HINFO = {7, 'R', 'F', 'C', '8', '4', '8', '2', 0};

    private static final int HINFO_TTL = 3600;

    final Query query = new Query();
    final Answer answer = new Answer();
    final ServiceAnswers services;
    private final DomainName alias = new DomainName();
    private final DomainName glue = new DomainName();
    private int slips;

    /// Where in the message the name begins that is being answered for, and the name.
    private int at;

    private DomainName name = query.name;

    /// The node of the name; null: there is none.
    private @Nullable Node node;

    /// The longest name above it that is there.
    private @Nullable Node encloser;

    /// What the last answer was about: to be counted.
    @Nullable Service service;

    @Nullable Zone zone;

    Responder(int loop, SplittableRandom random) {
        services = new ServiceAnswers(new Chosen(loop, random));
    }

    /// Reads a query, and writes the answer, if there is to be one, into [#answer].
    ///
    /// @param udp whether it came over UDP
    /// @param nanos the time, of no particular origin
    End answer(
            Site site,
            byte[] message,
            int length,
            InetAddress client,
            byte[] address,
            boolean udp,
            long nanos) {
        service = null;
        zone = null;
        services.chosen.count = 0;
        answer.length = 0;
        End end = query.read(message, length);
        if (end == End.IGNORED) return end;
        int most = udp ? Math.min(query.payload, site.udpSize) : Answer.LONGEST;
        answer.begin(query, most);
        if (end == null) end = refusal();
        if (end == null) end = resolve(site.directory, address);
        RateLimit limit = site.limit;
        if (udp && limit != null && !limit.allows(client, address, identity(end), nanos))
            return limited(limit, site.udpSize);
        answer.finish(query, end.rcode(), site.udpSize);
        return answer.truncated() ? End.TRUNCATED : end;
    }

    /// What is refused whatever the name is.
    private @Nullable End refusal() {
        if (query.class_ != Type.IN) return End.REFUSED;
        if (query.type == Type.OPT) return End.FORMERR;
        boolean meta = query.type >= Type.FIRST_META && query.type < Type.ANY;
        return meta ? End.REFUSED : null;
    }

    /// Drops the answer, or tells the client to come by TCP.
    private End limited(RateLimit limit, int ownPayload) {
        if (limit.slip == 0 || ++slips % limit.slip != 0) {
            answer.length = 0;
            return End.LIMITED;
        }
        answer.truncate();
        answer.finish(query, 0, ownPayload);
        return End.SLIPPED;
    }

    /// What is alike for the rate limit: all names that are not there in a zone, else what is said
    /// of a name.
    private int identity(End end) {
        Zone about = zone;
        if (about == null) return end.rcode();
        return end == End.NXDOMAIN ? about.hash : 31 * query.name.hashes[0] + query.type;
    }

    private End resolve(Directory directory, byte[] client) {
        name = query.name;
        at = Query.HEADER;
        for (int aliases = 0; ; aliases++) {
            locate(directory);
            Node there = node == null ? encloser : node;
            if (there == null) return aliases == 0 ? End.REFUSED : End.NOERROR;
            zone = there.zone;
            Node cut = directory.delegates ? delegation(directory) : null;
            if (cut != null) return aliases == 0 ? referral(directory, cut) : End.NOERROR;
            answer.authoritative();
            RecordSet cname = node == null ? null : node.set(Type.CNAME);
            if (cname == null || query.type == Type.CNAME || query.type == Type.ANY)
                return answer(there.zone, client);
            if (!follow(cname) || aliases == MOST_ALIASES) return End.NOERROR;
        }
    }

    private boolean follow(RecordSet cname) {
        byte[] target = cname.data().getFirst();
        int data = answer.answer(owner(), Type.CNAME, cname.ttl(), target);
        alias.read(target, 0, target.length);
        name = alias;
        at = data;
        return Answer.pointer(data) != 0;
    }

    /// Finds the name, or else its closest encloser and the wildcard that stands for it (RFC 4592,
    /// section 3.3.1).
    private void locate(Directory directory) {
        int first = directory.first(name);
        node = first == 0 ? directory.find(name, 0) : null;
        encloser = node;
        for (int i = Math.max(1, first); node == null && encloser == null && i <= name.labels; i++)
            encloser = directory.find(name, i);
        if (node == null && encloser != null) node = encloser.wildcard;
    }

    /// The highest name at or above this one where another server's zone begins.
    private @Nullable Node delegation(Directory directory) {
        Node cut = null;
        for (int i = directory.first(name); i <= name.labels; i++) {
            Node above = directory.find(name, i);
            if (above == null) continue;
            if (above.isDelegated()) cut = above;
            if (above.isApex()) break;
        }
        return cut;
    }

    private End referral(Directory directory, Node cut) {
        RecordSet servers = cut.set(Type.NS);
        if (servers == null) return End.SERVFAIL;
        for (byte[] server : servers.data())
            answer.authority(suffix(cut.name), Type.NS, servers.ttl(), server);
        for (byte[] target : servers.targets()) {
            glue.read(target, 0, target.length);
            Node host = directory.find(glue, 0);
            if (host != null) addresses(host, target);
        }
        return End.REFERRAL;
    }

    private void addresses(Node host, byte[] owner) {
        for (RecordSet set : host.sets)
            if (set.type() == Type.A || set.type() == Type.AAAA)
                for (byte[] data : set.data())
                    answer.additional(owner, set.type(), set.ttl(), data);
    }

    /// What our own zone says.
    private End answer(Zone own, byte[] client) {
        End end = node == null ? host() : records(node, own, client);
        if (end == End.NODATA || end == End.NXDOMAIN)
            answer.authority(suffix(own.apex), Type.SOA, own.negativeTtl, own.soa);
        return end;
    }

    /// A name that is not there may be the host name of a member.
    private End host() {
        Node above = encloser;
        boolean below = above != null && name.labels > 0 && isBelow(above);
        if (above == null || !below) return End.NXDOMAIN;
        End end = services.host(above.hosts, name, query.type, owner(), answer);
        return end == null ? End.NXDOMAIN : end;
    }

    /// Whether the name has one label more.
    private boolean isBelow(Node above) {
        return !above.hosts.isEmpty() && name.length == above.name.length + 1 + name.wire[0];
    }

    private End records(Node there, Zone own, byte[] client) {
        if (query.type == Type.ANY) {
            answer.answer(owner(), Type.HINFO, HINFO_TTL, HINFO);
            return End.NOERROR;
        }
        Service pooled = there.service;
        if (pooled != null) {
            service = pooled;
            long hash = ClientHash.of(query, client);
            End end = services.answer(pooled, query.type, owner(), hash, answer);
            if (pooled.source.view().both.selection.hashes()) answer.scope = ClientHash.bits(query);
            if (end != null) return end;
        }
        if (query.type == Type.SOA && there.isApex()) {
            answer.answer(owner(), Type.SOA, own.soaTtl, own.soa);
            return End.NOERROR;
        }
        RecordSet set = there.set(query.type);
        if (set == null) return End.NODATA;
        for (byte[] data : set.data()) answer.answer(owner(), set.type(), set.ttl(), data);
        return End.NOERROR;
    }

    private int owner() {
        return Answer.pointer(at);
    }

    /// A pointer to an ancestor of the name.
    private int suffix(byte[] ancestor) {
        return Answer.pointer(at + name.length - ancestor.length);
    }
}
