// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Rules;
import dev.galley.config.bind.Setting;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/// A zone that is answered for beside the pools: its static records.
public record ZoneConfig(
        @Setting("The start of authority.") SoaConfig soa,
        @Setting(
                        value = "How long resolvers may keep a record that says nothing else.",
                        byDefault = "1h",
                        max = "7d")
                Duration ttl,
        @Setting(
                        value = "The records, as lines of a zone file: OWNER [TTL] TYPE DATA.",
                        max = "100000")
                List<ZoneRecord> records) {
    public ZoneConfig {
        Rules.check(ZoneConfig.class, soa, ttl, records);
    }

    /// The records with absolute names.
    ///
    /// @throws IllegalArgumentException if one is outside of the zone
    public List<Record> in(Name zone) {
        return IntStream.range(0, records.size()).mapToObj(i -> record(zone, i)).toList();
    }

    private Record record(Name zone, int i) {
        Record record = records.get(i).in(zone, ttl);
        if (!record.getName().subdomain(zone))
            throw new IllegalArgumentException(
                    "records[%d] %s is not in the zone; leave out the dot at the end of the name"
                            .formatted(i, records.get(i)));
        return record;
    }
}
