// SPDX-License-Identifier: Apache-2.0
package genes.terminal;

import genes.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Queries of a FASTA file.
public final class Queries {
    private Queries() {}

    /// All of a file, in its order.
    ///
    /// @throws IOException if it cannot be read
    public static List<Query> of(Path file) throws IOException {
        List<Query> all = new ArrayList<>();
        for (String one : Files.readString(file).split("(?m)^>", -1)) {
            if (one.isBlank()) continue;
            int end = one.indexOf('\n') < 0 ? one.length() : one.indexOf('\n');
            String name = one.substring(0, end).strip().split("\\s", 2)[0];
            all.add(new Query(name, one.substring(end).replaceAll("\\s", "")));
        }
        return all;
    }
}
