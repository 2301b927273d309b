// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.health;

import dev.galley.config.HealthConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// `dns`: passes if a query (RFC 1035) is answered with NOERROR, at least one record of the type,
/// and each of the expected values. By UDP; by TCP if the answer was truncated (RFC 7766 §5).
record DnsCheck(HealthConfig.Dns config) implements Check {
    @Override
    public @Nullable String check(InetSocketAddress target, Deadline deadline) throws IOException {
        Message query = query();
        byte[] question = query.toWire();
        Message answer = answer(query, UdpCheck.ask(target, question, deadline));
        if (answer.getHeader().getFlag(Flags.TC))
            answer = answer(query, byTcp(target, question, deadline));
        return fault(answer);
    }

    private Message query() throws TextParseException {
        Name name = Name.fromString(config.name(), Name.root);
        return Message.newQuery(Record.newRecord(name, Type.value(config.record()), DClass.IN));
    }

    /// Each message has its length in front (RFC 1035 §4.2.2).
    private static byte[] byTcp(InetSocketAddress target, byte[] question, Deadline deadline)
            throws IOException {
        try (Wire wire = Wire.connect(target, deadline)) {
            int length = question.length;
            wire.send(
                    ByteBuffer.allocate(2 + length).putShort((short) length).put(question).array());
            Input input = new Input(wire);
            byte[] answer = new byte[input.need() << 8 | input.need()];
            for (int i = 0; i < answer.length; i++) answer[i] = (byte) input.need();
            return answer;
        }
    }

    private static Message answer(Message query, byte[] bytes) throws IOException {
        Message answer = parse(bytes);
        if (answer.getHeader().getFlag(Flags.QR)
                && answer.getHeader().getID() == query.getHeader().getID()) return answer;
        throw new IOException("not an answer to the query");
    }

    private static Message parse(byte[] bytes) throws IOException {
        try {
            return new Message(bytes);
        } catch (IOException | RuntimeException malformed) {
            // Runtime exceptions, too: the bytes may be anything.
            throw new IOException("not an answer of DNS", malformed);
        }
    }

    private @Nullable String fault(Message answer) {
        int code = answer.getRcode();
        if (code != Rcode.NOERROR) return Rcode.string(code) + " for " + config.name();
        int type = Type.value(config.record());
        List<String> values =
                answer.getSection(Section.ANSWER).stream()
                        .filter(record -> record.getType() == type)
                        .map(DnsCheck::value)
                        .toList();
        if (values.isEmpty()) return "no " + config.record() + " record of " + config.name();
        for (String expected : config.expect())
            if (values.stream().noneMatch(canonical(expected)::equalsIgnoreCase))
                return "no " + config.record() + " " + expected + " of " + config.name();
        return null;
    }

    private static String value(Record record) {
        return switch (record) {
            case ARecord a -> a.getAddress().getHostAddress();
            case AAAARecord aaaa -> aaaa.getAddress().getHostAddress();
            case TXTRecord txt -> String.join("", txt.getStrings());
            default -> withoutDot(record.rdataToString());
        };
    }

    private String canonical(String expected) {
        return config.record().equals("AAAA")
                ? InetAddress.ofLiteral(expected).getHostAddress()
                : withoutDot(expected);
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
