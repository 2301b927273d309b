// SPDX-License-Identifier: Apache-2.0
package dev.galley.pool.persistence;

/// Which member has a session, as balancers that share their tables tell it to each other. Of two
/// about one session the one of the higher version is right, of equal versions that with the name
/// that is last in order: so all balancers agree, in whatever order they are told.
///
/// @param member its name, as the configuration writes it
/// @param version the time of the choice in microseconds since 1970, or one more than that of the
///   choice it replaces, whichever is greater (a hybrid logical clock: Kulkarni et al., "Logical
///   Physical Clocks", OPODIS 2014)
/// @param used when the session was last asked for, as far as the teller knows, in milliseconds
///   since 1970
public record Binding(SessionKey key, String member, long version, long used) {
    /// Above 0: this one is right; 0: they say the same.
    int compareTo(long otherVersion, String otherMember) {
        int byVersion = Long.compare(version, otherVersion);
        return byVersion != 0 ? byVersion : member.compareTo(otherMember);
    }
}
