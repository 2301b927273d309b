// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.config.HttpOnly;
import dev.galley.config.PersistenceConfig;
import dev.galley.config.SameSite;
import dev.galley.config.SecureCookie;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// The value of the cookie that tells the balancer which member has a client's session: what the
/// member's name hashes to under a key, when it was issued, and a signature of both. Forty
/// hexadecimal digits, from which nobody without the key learns a name or makes another value. Any
/// thread, without a lock.
///
/// @param <M> a member
public final class CookieSeal<M> implements Persistence<M> {
    /// Digits of a value: 16 for the member, 8 for the second since 1970, 16 for the signature.
    public static final int LENGTH = 40;

    /// A cookie that is good.
    ///
    /// @param renew whether half of its time is over
    public record Opened<M>(M member, boolean renew) {}

    /// What the members' names hash to.
    private record Ids<M>(List<M> of, Map<Long, M> members) {}

    private final SipHash key;
    private final Supplier<List<M>> members;
    private final Function<M, String> name;
    private final InstantSource clock;
    private volatile PersistenceConfig.Cookie config;
    private volatile byte[] bytes;
    private volatile Ids<M> ids = new Ids<>(List.of(), Map.of());

    /// @param pool whose cookies these are: those of another are not taken
    /// @param members all of them; the same list as long as they are the same
    public CookieSeal(
            PersistenceConfig.Cookie config,
            String pool,
            Supplier<List<M>> members,
            Function<M, String> name,
            InstantSource clock) {
        this.config = config;
        this.bytes = config.name().getBytes(UTF_8);
        this.members = members;
        this.name = name;
        this.clock = clock;
        this.key = config.secret() == null ? SipHash.random() : key(config.secret(), pool);
    }

    private static SipHash key(String secret, String pool) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            ByteBuffer derived = ByteBuffer.wrap(mac.doFinal(("cookie " + pool).getBytes(UTF_8)));
            return new SipHash(derived.getLong(), derived.getLong());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /// Takes other attributes in; cookies that are out stay good as long as the secret is the same.
    ///
    /// @return false if it is not, and another seal is needed
    public boolean reconfigure(PersistenceConfig.Cookie changed) {
        if (!java.util.Objects.equals(changed.secret(), config.secret())) return false;
        config = changed;
        bytes = changed.name().getBytes(UTF_8);
        return true;
    }

    /// The configuration in force.
    public PersistenceConfig.Cookie config() {
        return config;
    }

    /// The Set-Cookie line's value that tells a client where its session is.
    ///
    /// @param tls whether the client came by TLS
    public String cookie(M member, boolean tls) {
        PersistenceConfig.Cookie now = config;
        StringBuilder line = new StringBuilder(160).append(now.name()).append('=');
        line.append(seal(member)).append("; Path=").append(now.path());
        if (now.domain() != null) line.append("; Domain=").append(now.domain());
        if (now.ttl() != null) line.append("; Max-Age=").append(now.ttl().toSeconds());
        if (now.httpOnly() == HttpOnly.ON) line.append("; HttpOnly");
        if (now.secure() == SecureCookie.ALWAYS || (now.secure() == SecureCookie.AUTO && tls))
            line.append("; Secure");
        return line.append("; SameSite=").append(sameSite(now.sameSite())).toString();
    }

    private static String sameSite(SameSite policy) {
        return switch (policy) {
            case LAX -> "Lax";
            case STRICT -> "Strict";
            case NONE -> "None";
        };
    }

    /// What the first good cookie in `b[from..to)` says, the value of a Cookie line; null if there
    /// is none.
    public @Nullable Opened<M> find(byte[] b, int from, int to) {
        byte[] wanted = bytes;
        for (int p = from; p < to; p = CookieClue.end(b, p, to) + 1) {
            if (!CookieClue.names(b, p, to, wanted)) continue;
            long span = CookieClue.value(b, p, CookieClue.end(b, p, to));
            Opened<M> opened = open(b, Span.from(span), Span.to(span));
            if (opened != null) return opened;
        }
        return null;
    }

    /// Whether the balancer's own cookie, good or not, is in `b[from..to)`, the value of a Cookie
    /// line.
    public boolean within(byte[] b, int from, int to) {
        return CookieClue.find(b, from, to, bytes) != Span.NONE;
    }

    /// Whether the pair of a Cookie line that begins at `from` is the balancer's own.
    public boolean owns(byte[] b, int from, int to) {
        return CookieClue.names(b, from, to, bytes);
    }

    /// Whether `b[from..to)`, the value of a Set-Cookie line, is about the balancer's own cookie.
    public boolean sets(byte[] b, int from, int to) {
        return CookieClue.names(b, from, CookieClue.end(b, from, to), bytes);
    }

    /// A value for the cookie of clients whose session is at `member`.
    public String seal(M member) {
        long id = id(member), issued = seconds();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(id) + hex.toHexDigits(issued, 8) + hex.toHexDigits(sign(id, issued));
    }

    /// What the value in `b[from..to)` says; null if it is forged, too old, or of a member that has
    /// left.
    public @Nullable Opened<M> open(byte[] b, int from, int to) {
        if (to - from != LENGTH || !digits(b, from)) return null;
        long id = number(b, from, 16), issued = number(b, from + 16, 8);
        if (sign(id, issued) != number(b, from + 24, 16)) return null;
        M member = members().get(id);
        long ttl = config.ttl() == null ? Long.MAX_VALUE : config.ttl().toSeconds();
        long age = seconds() - issued;
        return member == null || age > ttl ? null : new Opened<>(member, age > ttl / 2);
    }

    private Map<Long, M> members() {
        List<M> all = members.get();
        Ids<M> known = ids;
        if (known.of.equals(all)) return known.members;
        Map<Long, M> byId = new HashMap<>();
        for (M member : all) byId.put(id(member), member);
        ids = new Ids<>(all, byId);
        return byId;
    }

    private long id(M member) {
        return key.of(name.apply(member)).first();
    }

    private long sign(long id, long issued) {
        return key.of(id, issued).second();
    }

    private long seconds() {
        return clock.millis() / 1000;
    }

    /// Lower case alone: what is written in one way is read in one way.
    private static boolean digits(byte[] b, int from) {
        for (int i = from; i < from + LENGTH; i++)
            if ((b[i] < '0' || b[i] > '9') && (b[i] < 'a' || b[i] > 'f')) return false;
        return true;
    }

    private static long number(byte[] b, int from, int digits) {
        long number = 0;
        for (int i = from; i < from + digits; i++)
            number = number << 4 | (b[i] <= '9' ? b[i] - '0' : b[i] - 'a' + 10);
        return number;
    }
}
