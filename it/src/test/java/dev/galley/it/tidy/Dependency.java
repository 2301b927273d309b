// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tidy;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A foreign library that the root pom manages or compiles with.
record Dependency(String artifact, String version) {
    private static final Pattern PROPERTY =
            Pattern.compile("<(\\w+)\\.version>([^<]+)</\\w+\\.version>");
    private static final Pattern MANAGED =
            Pattern.compile(
                    "<artifactId>([^<]+)</artifactId>\\s*"
                            + "<version>\\$\\{(\\w+)\\.version}</version>");

    static List<Dependency> managed(String pom) {
        Map<String, String> versions =
                PROPERTY.matcher(pom)
                        .results()
                        .collect(
                                Collectors.toMap(found -> found.group(1), found -> found.group(2)));
        return MANAGED.matcher(pom)
                .results()
                .filter(found -> versions.containsKey(found.group(2)))
                .map(found -> of(found, versions))
                .distinct()
                .toList();
    }

    boolean isIn(String row) {
        return row.startsWith("| `" + artifact + "` | " + version + " | ");
    }

    private static Dependency of(MatchResult found, Map<String, String> versions) {
        return new Dependency(found.group(1), versions.get(found.group(2)));
    }
}
