// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster.zookeeper;

import dev.galley.cluster.Instance;
import dev.galley.cluster.Node;
import dev.galley.cluster.Settings.Version;
import dev.galley.config.Address;
import dev.galley.rpc.codec.CodecException;
import dev.galley.rpc.codec.Limits;
import dev.galley.rpc.codec.Reader;
import dev.galley.rpc.codec.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// What stands in ZooKeeper, as protobuf: so nodes of two versions understand each other, each
/// skipping fields that it does not know.
final class Records {
    private static final Limits LIMITS = new Limits(8, 1 << 20, 10_000);

    private Records() {}

    static byte[] of(Node node) {
        return write(
                Map.of(
                        1, node.name(),
                        2, node.address().toString(),
                        3, node.version()),
                node.labels());
    }

    /// @throws CodecException if it is malformed
    static Node node(byte[] bytes) {
        Fields fields = read(bytes);
        return new Node(fields.text(1), fields.address(2), fields.pairs, fields.text(3));
    }

    static byte[] of(Instance instance) {
        return write(
                Map.of(
                        1, instance.node(),
                        2, instance.address().toString(),
                        3, instance.version(),
                        4, instance.service()),
                instance.facts());
    }

    /// @throws CodecException if it is malformed
    static Instance instance(byte[] bytes) {
        Fields fields = read(bytes);
        return new Instance(
                fields.text(4), fields.text(1), fields.address(2), fields.text(3), fields.pairs);
    }

    static byte[] of(Version version) {
        return write(
                Map.of(
                        1, version.author(),
                        2, version.text(),
                        3, Long.toString(version.number()),
                        4, Long.toString(version.written())),
                Map.of());
    }

    /// @throws CodecException if it is malformed
    static Version version(byte[] bytes) {
        Fields fields = read(bytes);
        return new Version(fields.number(3), fields.text(1), fields.number(4), fields.text(2));
    }

    /// Texts by the number of their field, and a map as field 15.
    private static byte[] write(Map<Integer, String> texts, Map<String, String> pairs) {
        Writer out = new Writer();
        Writer.backwards(new TreeMap<>(pairs))
                .forEach(pair -> {
                    int end = out.size();
                    out.string(2 << 3 | 2, pair.getValue());
                    out.string(1 << 3 | 2, pair.getKey());
                    out.length(15 << 3 | 2, end);
                });
        Writer.backwards(new TreeMap<>(texts))
                .forEach(text -> out.string(text.getKey() << 3 | 2, text.getValue()));
        return out.toByteArray();
    }

    private static Fields read(byte[] bytes) {
        Reader in = new Reader(bytes, 0, bytes.length, LIMITS);
        Fields fields = new Fields();
        for (int tag; (tag = in.tag()) != 0; ) {
            if (tag == (15 << 3 | 2)) pair(in, fields.pairs);
            else if ((tag & 7) == 2) fields.texts.put(tag >>> 3, in.string());
            else in.skip(tag);
        }
        return fields;
    }

    private static void pair(Reader in, Map<String, String> pairs) {
        int outer = in.begin();
        String key = "", value = "";
        for (int tag; (tag = in.tag()) != 0; ) {
            switch (tag >>> 3) {
                case 1 -> key = in.string();
                case 2 -> value = in.string();
                default -> in.skip(tag);
            }
        }
        in.end(outer);
        pairs.put(key, value);
    }

    private static final class Fields {
        private final Map<Integer, String> texts = new TreeMap<>();
        private final Map<String, String> pairs = new LinkedHashMap<>();

        String text(int field) {
            return texts.getOrDefault(field, "");
        }

        Address address(int field) {
            try {
                return Address.parse(text(field));
            } catch (RuntimeException e) {
                throw new CodecException("no address: " + text(field));
            }
        }

        long number(int field) {
            try {
                return Long.parseLong(text(field));
            } catch (NumberFormatException e) {
                throw new CodecException("no number: " + text(field));
            }
        }
    }
}
