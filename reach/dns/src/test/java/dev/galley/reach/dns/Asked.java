// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import dev.galley.config.Config;
import dev.galley.config.ListenerConfig;
import dev.galley.pool.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A site by a listener's configuration, asked without a network; dnsjava, a second opinion, writes
/// the queries and reads the answers.
final class Asked {
    static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");

    final Map<String, Pool> pools = new HashMap<>();
    final Responder responder = new Responder(0, new SplittableRandom(1));
    final Site site;
    InetAddress client = CLIENT;
    boolean udp = true;
    long nanos;
    End end;

    private Asked(Config config) {
        config.pools().forEach((name, pool) -> pools.put(name, new Pool(name, pool, 1)));
        site = new Site((ListenerConfig.Dns) config.listeners().getFirst(), pools, 1, null);
    }

    /// A site.
    ///
    /// @param pools as the file has them: `web: {members: [...]}`
    /// @param listener the keys of the listener but `bind` and `via`
    static Asked of(String pools, String listener) {
        return new Asked(
                Config.parse(
                        "galley.yaml",
                        """
                        pools: {%s}
                        listeners: [{bind: "127.0.0.1:0/udp", via: dns, %s}]
                        """
                                .formatted(pools, listener),
                        Map.of()));
    }

    /// What is answered to the bytes; null: nothing.
    Message ask(byte[] query) {
        byte[] answer = bytes(query);
        try {
            return answer.length == 0 ? null : new Message(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes(byte[] query) {
        end = responder.answer(site, query, query.length, client, client.getAddress(), udp, nanos);
        return Arrays.copyOf(responder.answer.bytes, responder.answer.length);
    }

    Message ask(Message query) {
        return ask(query.toWire());
    }

    Message ask(String name, int type) {
        return ask(query(name, type));
    }

    /// The records of the answer section, as text.
    List<String> answers(String name, int type) {
        return texts(ask(name, type), Section.ANSWER);
    }

    /// The data of the records of the answer section.
    List<String> data(String name, int type) {
        return ask(name, type).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    static List<String> texts(Message message, int section) {
        return message.getSection(section).stream()
                .map(r ->
                        r.getName()
                                + " "
                                + r.getTTL()
                                + " "
                                + Type.string(r.getType())
                                + " "
                                + r.rdataToString())
                .toList();
    }

    static Message query(String name, int type) {
        Message query = Message.newQuery(Record.newRecord(name(name), type, DClass.IN));
        query.getHeader().setID(0x1234);
        return query;
    }

    static Name name(String text) {
        return Name.fromConstantString(text.endsWith(".") ? text : text + ".");
    }
}
