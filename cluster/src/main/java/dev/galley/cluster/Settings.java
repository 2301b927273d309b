// SPDX-License-Identifier: Apache-2.0
package dev.galley.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Texts that the whole cluster shares, each with its versions: changed once, seen everywhere. Any
/// thread; what changes or looks back waits for the cluster, 10 s at the most.
public interface Settings {
    /// The longest text, in bytes of UTF-8.
    int LONGEST = 512 << 10;

    /// How many versions of a text are kept.
    int KEPT = 20;

    /// A text, as it stands since some time.
    ///
    /// @param number 1 for the first one of its name, then one more each time
    /// @param author who has written it, as it wants to be called
    /// @param written in milliseconds since 1970, by the clock of who has written it
    record Version(long number, String author, long written, String text) {}

    /// All texts by name, as last heard; immutable.
    Map<String, Version> all();

    /// The newest version of a text, as last heard; null: there is none.
    default @Nullable Version newest(String name) {
        return all().get(name);
    }

    /// Writes the next version.
    ///
    /// @param name letters, digits, `-`, `_` and `.`
    /// @param after the number of the version that it follows; 0: there must be none
    /// @throws ConflictException if another version is the newest
    /// @throws CoordinationException if the cluster does not answer; it may be written or not
    Version write(String name, long after, String author, String text) throws CoordinationException;

    /// What every implementation demands of a text that is written.
    ///
    /// @throws CoordinationException with a sentence
    static void check(String name, String text) throws CoordinationException {
        if (!name.matches("[A-Za-z0-9._-]{1,100}") || name.startsWith("."))
            throw new CoordinationException(
                    "\"" + name + "\" is no name of a text; write for example pools");
        int bytes = text.getBytes(UTF_8).length;
        if (bytes > LONGEST)
            throw new CoordinationException(
                    name + " has " + bytes + " bytes; " + LONGEST + " is the most");
    }

    /// The versions that are kept, the newest first.
    ///
    /// @throws CoordinationException if the cluster does not answer
    List<Version> versions(String name) throws CoordinationException;

    /// Writes the text of an earlier version again, as the next one.
    ///
    /// @param to the number of the earlier one
    /// @throws CoordinationException if it is not kept, another one was written meanwhile, or the
    ///   cluster does not answer
    default Version rollBack(String name, long to, String author) throws CoordinationException {
        List<Version> versions = versions(name);
        for (Version version : versions)
            if (version.number() == to)
                return write(name, versions.getFirst().number(), author, version.text());
        throw new CoordinationException(
                "there is no version " + to + " of " + name + numbers(versions));
    }

    private static String numbers(List<Version> versions) {
        return versions.isEmpty()
                ? ""
                : "; there are %d to %d"
                        .formatted(versions.getLast().number(), versions.getFirst().number());
    }

    /// From now on told all texts: as they are, and after each change; called as {@link
    /// Membership#listen}.
    Listening listen(Consumer<Map<String, Version>> listener);
}
