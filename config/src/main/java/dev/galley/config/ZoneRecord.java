// SPDX-License-Identifier: Apache-2.0
package dev.galley.config;

import dev.galley.config.bind.Written;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TTL;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// A static record of a zone, as a line of a zone file (RFC 1035, section 5.1): the owner, a TTL
/// perhaps, the type, the data. Names without a dot at their end are below the zone; `@` is the
/// zone itself.
///
/// @param ttl in seconds; null: the zone's
@Written(
        what = "a record",
        example = "\"www A 10.0.0.1\" or \"@ 300 MX 10 mail\"",
        pattern = "[!-~]+([ \\t]+[0-9]+[0-9wdhmsWDHMS]*)?([ \\t]+IN)?[ \\t]+[A-Z0-9]+[ \\t]+.+")
public record ZoneRecord(String owner, @Nullable Long ttl, String type, String data) {
    /// What can be served beside pools; the SOA is a key of the zone, nothing is signed, and a
    /// DNAME would have to be acted upon.
    private static final Set<String> TYPES =
            new TreeSet<>(
                    Set.of(
                            "A", "AAAA", "CAA", "CNAME", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SRV",
                            "SSHFP", "SVCB", "TLSA", "TXT", "URI"));

    /// Stands for the zone while a record is read that does not know it yet.
    private static final Name ANY_ZONE = name("zone.example.");

    /// Reads what the file has.
    ///
    /// @throws IllegalArgumentException if the type is not served, or the data not of this type
    public static ZoneRecord parse(String text) {
        String[] words = text.split("[ \\t]+", 2);
        String owner = words[0];
        words = words[1].split("[ \\t]+", 2);
        Long ttl = null;
        if (Character.isDigit(words[0].charAt(0))) {
            ttl = TTL.parseTTL(words[0]);
            words = words[1].split("[ \\t]+", 2);
        }
        if (words[0].equals("IN")) words = words[1].split("[ \\t]+", 2);
        if (!TYPES.contains(words[0]))
            throw new IllegalArgumentException(
                    words[0] + " is none of the types " + String.join(", ", TYPES));
        ZoneRecord record = new ZoneRecord(owner, ttl, words[0], words[1]);
        record.in(ANY_ZONE, Duration.ZERO);
        return record;
    }

    /// The record itself.
    ///
    /// @param usual the TTL, if it has none of its own
    /// @throws IllegalArgumentException if the data is not of this type
    public Record in(Name zone, Duration usual) {
        try {
            Name at = owner.equals("@") ? zone : Name.fromString(owner, zone);
            long seconds = ttl == null ? usual.toSeconds() : ttl;
            return Record.fromString(at, Type.value(type), DClass.IN, seconds, data, zone);
        } catch (IOException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    /// A domain name from the file, with or without the dot at its end.
    ///
    /// @throws IllegalArgumentException if it is none
    public static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(text + " is no domain name", e);
        }
    }

    @Override
    public String toString() {
        return owner + (ttl == null ? " " : " " + ttl + " ") + type + " " + data;
    }
}
