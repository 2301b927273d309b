// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes records from the members of pools. One for each loop.
///
/// SRV and HTTPS records name hosts, and members have none: each gets one below the name, its
/// address in hexadecimal digits (`0a00000b.www.example.com`), which is answered for as well.
final class ServiceAnswers {
    private static final int ALPN = 1, PORT = 3, IPV4_HINT = 4, IPV6_HINT = 6;

    final Chosen chosen;

    ServiceAnswers(Chosen chosen) {
        this.chosen = chosen;
    }

    /// Answers for a name of a pool.
    ///
    /// @param owner the pointer to the name
    /// @param hash of the client
    /// @return null if the pool has nothing to say to this type
    @Nullable End answer(Service service, int type, int owner, long hash, Answer answer) {
        Source.View view = service.source.view();
        return switch (type) {
            case Type.A, Type.AAAA -> {
                if (service.hostless) yield null;
                Family family = type == Type.A ? view.v4 : view.v6;
                int kind = type == Type.A ? Chosen.V4 : Chosen.V6;
                if (!chosen.choose(service, family, kind, service.answers, hash))
                    yield End.SERVFAIL;
                for (int i = 0; i < chosen.count; i++)
                    answer.address(owner, type, service.ttl, chosen.addresses[i]);
                yield chosen.count > 0 ? End.NOERROR : End.NODATA;
            }
            case Type.SRV -> {
                if (!chosen.choose(service, view.both, Chosen.BOTH, Chosen.MOST, hash))
                    yield End.SERVFAIL;
                for (int i = 0; i < chosen.count; i++)
                    answer.answer(owner, type, service.ttl, srv(service, i));
                hosts(service, answer);
                yield End.NOERROR;
            }
            case Type.HTTPS -> {
                if (service.alpn.length == 0) yield null;
                if (!chosen.choose(service, view.both, Chosen.BOTH, service.answers, hash))
                    yield End.SERVFAIL;
                for (int i = 0; i < chosen.count; i++)
                    answer.answer(owner, type, service.ttl, https(service, i));
                hosts(service, answer);
                yield End.NOERROR;
            }
            default -> null;
        };
    }

    /// Answers for the host name of a member.
    ///
    /// @param services those whose members may have such a name
    /// @return null if no member has it
    @Nullable End host(
            List<Service> services, DomainName name, int type, int owner, Answer answer) {
        byte[] address = address(name);
        Service service = address == null ? null : having(services, address);
        if (address == null || service == null) return null;
        chosen.count = 0;
        if (type != (address.length == 4 ? Type.A : Type.AAAA)) return End.NODATA;
        answer.address(owner, type, service.ttl, address);
        return End.NOERROR;
    }

    private static @Nullable Service having(List<Service> services, byte[] address) {
        try {
            InetAddress wanted = InetAddress.getByAddress(address);
            for (Service service : services) if (service.source.view().has(wanted)) return service;
            return null;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The address that the first label writes; null: it writes none.
    private static byte @Nullable [] address(DomainName name) {
        int length = name.wire[0];
        if (length != 8 && length != 32) return null;
        String label = new String(name.wire, 1, length, StandardCharsets.ISO_8859_1);
        try {
            return HexFormat.of().parseHex(label);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    /// PRIORITY, WEIGHT, PORT, TARGET (RFC 2782).
    private byte[] srv(Service service, int i) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        u16(out, chosen.states[i].config().priority());
        u16(out, chosen.states[i].weight());
        u16(out, chosen.states[i].member().address().getPort());
        out.writeBytes(host(service, i));
        return out.toByteArray();
    }

    /// SvcPriority, TargetName, and parameters in the order of their numbers (RFC 9460, section
    /// 2.2).
    private byte[] https(Service service, int i) {
        byte[] address = chosen.addresses[i];
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        u16(out, chosen.states[i].config().priority());
        out.writeBytes(host(service, i));
        u16(out, ALPN);
        u16(out, service.alpn.length);
        out.writeBytes(service.alpn);
        u16(out, PORT);
        u16(out, 2);
        u16(out, chosen.states[i].member().address().getPort());
        u16(out, address.length == 4 ? IPV4_HINT : IPV6_HINT);
        u16(out, address.length);
        out.writeBytes(address);
        return out.toByteArray();
    }

    private void hosts(Service service, Answer answer) {
        for (int i = 0; i < chosen.count; i++) {
            byte[] address = chosen.addresses[i];
            int type = address.length == 4 ? Type.A : Type.AAAA;
            answer.additional(host(service, i), type, service.ttl, address);
        }
    }

    private byte[] host(Service service, int i) {
        byte[] label =
                HexFormat.of().formatHex(chosen.addresses[i]).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(label.length);
        out.writeBytes(label);
        out.writeBytes(service.hostsBase);
        return out.toByteArray();
    }

    private static void u16(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }
}
