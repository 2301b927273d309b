// SPDX-License-Identifier: Apache-2.0
package dev.galley.net.tls;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All certificates of a listener, by the names that they are for. Immutable.
final class Certificates {
    private final Map<String, List<Served>> byName = new HashMap<>();
    private final List<Served> all;

    /// @param all at least one; the first is the default
    Certificates(List<Served> all) {
        this.all = List.copyOf(all);
        for (Served served : all)
            for (String name : served.names)
                byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(served);
    }

    void release() {
        all.forEach(Served::release);
    }

    /// The certificate for a client: of those for its name, else for the wildcard above it, else of
    /// those for the names of the first certificate, one of ECDSA if the client takes that, else of
    /// RSA, else the first.
    Served choose(ClientHello hello) {
        List<Served> candidates = named(hello.name());
        Served rsa = null;
        for (Served served : candidates) {
            if (served.curve == 0) rsa = rsa == null ? served : rsa;
            else if ((served.curve & hello.ecdsa()) != 0) return served;
        }
        return rsa == null ? candidates.getFirst() : rsa;
    }

    private List<Served> named(@Nullable String name) {
        List<Served> exact = name == null ? null : byName.get(name);
        if (exact != null) return exact;
        int dot = name == null ? -1 : name.indexOf('.');
        List<Served> wild = name == null || dot < 0 ? null : byName.get("*" + name.substring(dot));
        return wild == null ? siblings() : wild;
    }

    /// The first certificate, and those of another kind of key for the same name.
    private List<Served> siblings() {
        for (String name : all.getFirst().names) return byName.getOrDefault(name, all);
        return all.subList(0, 1);
    }

    /// The bit of {@link ClientHello#ecdsa} for a key; 0 for RSA.
    static int curve(PublicKey key) {
        if (!(key instanceof ECPublicKey ec)) return 0;
        return switch (ec.getParams().getOrder().bitLength()) {
            case 256 -> 1;
            case 384 -> 2;
            default -> 4;
        };
    }
}
