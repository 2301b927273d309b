// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import dev.galley.config.DnsNameConfig;
import dev.galley.config.DnsRules;
import dev.galley.config.ListenerConfig;
import dev.galley.config.SoaConfig;
import dev.galley.config.ZoneConfig;
import dev.galley.config.ZoneRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/// Makes a {@link Directory} of the names and zones of the file.
final class DirectoryMaker {
    private static final SoaConfig USUAL =
            new SoaConfig(
                    null,
                    null,
                    1,
                    Duration.ofHours(1),
                    Duration.ofMinutes(15),
                    Duration.ofDays(7),
                    Duration.ofMinutes(1));

    private final BiFunction<String, DnsNameConfig, Service> services;
    private final Map<Name, Zone> zones = new HashMap<>();
    private final Map<Name, Node> nodes = new LinkedHashMap<>();

    private DirectoryMaker(BiFunction<String, DnsNameConfig, Service> services) {
        this.services = services;
    }

    /// @param services makes what answers for a name
    static Directory make(
            ListenerConfig.Dns config, BiFunction<String, DnsNameConfig, Service> services) {
        DirectoryMaker maker = new DirectoryMaker(services);
        config.zones().forEach((name, zone) -> maker.zone(canonical(name), zone.soa(), zone.ttl()));
        List<String> names = new ArrayList<>(config.names().keySet());
        // Those that are above others first: they may become the zone of those below.
        names.sort(Comparator.comparingInt(name -> canonical(name).labels()));
        for (String name : names) if (maker.zoneOf(canonical(name)) == null) maker.ownZone(name);
        config.zones().forEach(maker::records);
        config.names().forEach(maker::service);
        return new Directory(maker.nodes.values());
    }

    private void zone(Name apex, SoaConfig soa, Duration ttl) {
        SOARecord record = soa(apex, soa, ttl);
        byte[] name = apex.toWireCanonical();
        int negative = (int) Math.min(record.getTTL(), record.getMinimum());
        byte[] data = record.rdataToWireCanonical();
        zones.put(apex, new Zone(name, hash(name), data, (int) record.getTTL(), negative));
        node(apex);
    }

    /// A name that is in no zone of the file is one of its own.
    private void ownZone(String name) {
        zone(canonical(name), USUAL, Duration.ofHours(1));
    }

    private static SOARecord soa(Name apex, SoaConfig soa, Duration ttl) {
        String primary = soa.primary(), contact = soa.contact();
        return new SOARecord(
                apex,
                DClass.IN,
                ttl.toSeconds(),
                primary == null ? apex : ZoneRecord.name(primary),
                ZoneRecord.name(contact == null ? "hostmaster." + apex : contact),
                soa.serial(),
                soa.refresh().toSeconds(),
                soa.retry().toSeconds(),
                soa.expire().toSeconds(),
                soa.negativeTtl().toSeconds());
    }

    private void records(String name, ZoneConfig config) {
        Map<Name, Map<Integer, List<Record>>> all =
                config.in(ZoneRecord.name(name)).stream()
                        .collect(
                                Collectors.groupingBy(
                                        record -> record.getName().canonicalize(),
                                        LinkedHashMap::new,
                                        Collectors.groupingBy(Record::getType)));
        all.forEach((owner, types) ->
                types.forEach((type, records) -> node(owner).sets.add(set(type, records))));
    }

    private static RecordSet set(int type, List<Record> records) {
        long ttl = records.stream().mapToLong(Record::getTTL).min().orElseThrow();
        List<byte[]> targets = new ArrayList<>();
        for (Record record : records)
            if (record instanceof NSRecord ns) targets.add(ns.getTarget().toWireCanonical());
        List<byte[]> data = records.stream().distinct().map(Record::rdataToWireCanonical).toList();
        return new RecordSet(type, (int) ttl, data, List.copyOf(targets));
    }

    private void service(String text, DnsNameConfig config) {
        Name name = canonical(text);
        Service service = services.apply(text, config);
        node(name).service = service;
        node(DnsRules.hostsBase(name)).hosts.add(service);
    }

    /// The node of a name, made with all above it in its zone.
    private Node node(Name name) {
        Node known = nodes.get(name);
        if (known != null) return known;
        Zone zone = zoneOf(name);
        if (zone == null) throw new IllegalStateException(name + " is in no zone");
        byte[] wire = name.toWireCanonical();
        Node node = new Node(wire, zone, hash(wire));
        nodes.put(name, node);
        if (!node.isApex()) {
            Node above = node(new Name(name, 1));
            if (name.isWild()) above.wildcard = node;
        }
        return node;
    }

    private @Nullable Zone zoneOf(Name name) {
        for (Name at = name; ; at = new Name(at, 1)) {
            Zone zone = zones.get(at);
            if (zone != null || at.labels() == 1) return zone;
        }
    }

    private static Name canonical(String name) {
        return ZoneRecord.name(name).canonicalize();
    }

    private static int hash(byte[] wire) {
        DomainName name = new DomainName();
        name.read(wire, 0, wire.length);
        return name.hashes[0];
    }
}
