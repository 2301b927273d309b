// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

import dev.galley.config.SessionId;

/// Where a session id may be found, ready for the hot path. Each kind reads its own part of a
/// message from plain bytes; ids are compared as they are written.
public sealed interface Clue permits AddressClue, CookieClue, UrlClue, HeaderClue, FormClue {
    static Clue of(SessionId id) {
        return switch (id) {
            case SessionId.Source _ -> AddressClue.SOURCE;
            case SessionId.Destination _ -> AddressClue.DESTINATION;
            case SessionId.Cookie c -> new CookieClue(c.name());
            case SessionId.Url u -> new UrlClue(u.name());
            case SessionId.Header h -> new HeaderClue(h.name());
            case SessionId.Form f -> new FormClue(f.name());
        };
    }

    /// The cookie in which an application tells a new session's id, whatever way it comes back: of
    /// this name, in any case. Empty: none.
    default String cookie() {
        return "";
    }
}
