// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// What the names and the zones of a DNS listener have to agree on. Each fault begins with the key
/// that is at fault.
public final class DnsRules {
    /// What a pool answers itself.
    private static final Set<Integer> OF_POOLS = Set.of(Type.A, Type.AAAA, Type.SRV, Type.HTTPS);

    /// The names of members are below the name: a label of 32 letters and its length.
    private static final int HOST_BYTES = 33;

    private final Set<Name> pools = new HashSet<>();
    private final Set<Name> apexes = new HashSet<>();
    private final Map<Name, Set<Integer>> types = new HashMap<>();

    private DnsRules() {}

    /// @throws IllegalArgumentException if something does not fit
    static void check(Map<String, DnsNameConfig> names, Map<String, ZoneConfig> zones) {
        if (names.isEmpty() && zones.isEmpty())
            throw new IllegalArgumentException("needs names or zones to answer for");
        DnsRules rules = new DnsRules();
        names.keySet().forEach(name -> add(rules.pools, "names", name));
        zones.keySet().forEach(name -> add(rules.apexes, "zones", name));
        zones.forEach(rules::records);
        rules.types.forEach(rules::alone);
        names.keySet().forEach(rules::hosts);
    }

    private static void add(Set<Name> all, String key, String name) {
        if (!all.add(canonical(name)))
            throw new IllegalArgumentException(key + " has " + name + " twice");
    }

    private void records(String zone, ZoneConfig config) {
        List<Record> records;
        try {
            records = config.in(ZoneRecord.name(zone));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("zones " + zone + ": " + e.getMessage(), e);
        }
        for (Record record : records) {
            Set<Integer> at = types.computeIfAbsent(canonical(record), _ -> new HashSet<>());
            if (!at.add(record.getType()) && record.getType() == Type.CNAME)
                throw fault(record.getName(), "has two CNAMEs; there can be one (RFC 2181)");
        }
    }

    /// A CNAME stands alone (RFC 1034, section 3.6.2), and a pool's name gets what a pool answers
    /// from the pool.
    private void alone(Name name, Set<Integer> at) {
        boolean more = at.size() > 1 || apexes.contains(name) || pools.contains(name);
        if (at.contains(Type.CNAME) && more)
            throw fault(name, "has a CNAME and other records; a CNAME stands alone (RFC 1034)");
        for (int type : at)
            if (OF_POOLS.contains(type) && pools.contains(name))
                throw fault(name, "has " + Type.string(type) + " records, which its pool answers");
    }

    private void hosts(String text) {
        Name name = ZoneRecord.name(text), base = hostsBase(name);
        if (base.length() + HOST_BYTES > 255)
            throw new IllegalArgumentException(
                    "names " + text + ": is too long for names of members below it");
        if (!base.equals(name) && !answeredFor(base))
            throw new IllegalArgumentException(
                    ("names %s: the host names of its members will be below %s, which is in none of"
                                    + " the zones; add zones: {%s: {}}")
                            .formatted(text, base, base.toString(true)));
    }

    private boolean answeredFor(Name name) {
        for (Name at = name; at.labels() > 1; at = new Name(at, 1))
            if (apexes.contains(at) || pools.contains(at)) return true;
        return false;
    }

    /// What the host names of members stand below: the name without the labels that no host name
    /// can have (`_http._tcp`, `*`).
    public static Name hostsBase(Name name) {
        Name at = name;
        while (at.labels() > 1 && (at.getLabelString(0).startsWith("_") || at.isWild()))
            at = new Name(at, 1);
        return at;
    }

    private static IllegalArgumentException fault(Name name, String what) {
        return new IllegalArgumentException("zones " + name.toString(true) + ": " + what);
    }

    private static Name canonical(String name) {
        return ZoneRecord.name(name).canonicalize();
    }

    private static Name canonical(Record record) {
        return record.getName().canonicalize();
    }
}
