// SPDX-License-Identifier: Apache-2.0
package genes.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.galley.rpc.CallException;
import genes.Hit;
import genes.Hits;
import genes.Query;
import genes.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file in slices is the whole file.
class DatabaseTest {
    private static final List<Query> QUERIES =
            List.of(new Query("one", "GATTACAGATTACA"), new Query("two", "CCGGTTCCGGTT"));
    private static final String TEXT =
            """
            >first with words
            TTTGATTACAGATT
            ACATTT
            >second
            >third\tempty was the second
            GATTACAGGATTACA
            > no name
            CCGGTTCCGGTTGATTACA
            >last
            CCGGTTNNCCGGTT\
            """;

    @TempDir private Path folder;

    private Database database(String text) throws IOException {
        return new Database(Files.writeString(folder.resolve("database.fasta"), text));
    }

    private static Hits align(Database database, long from, long to) throws IOException {
        return database.align(new Slice(from, to), QUERIES, 3);
    }

    @Test
    void namesAndPlacesAreThoseOfTheFile() throws IOException {
        Hits hits = align(database(TEXT), 0, 1000);
        assertThat(hits.hits().getFirst())
                .isEqualTo(new Hit(0, "first", 0, 28, 1, 14, 4, 17, "14M"));
        assertThat(hits.hits()).extracting(Hit::sequence).containsOnlyOnce("third");
        assertThat(hits.hits()).filteredOn(h -> h.query() == 0).hasSize(3);
        assertThat(hits.cells()).isEqualTo((20 + 15 + 19 + 14) * (14 + 12));
    }

    @Test
    void anyTwoSlicesThatMeetAreTheWhole() throws IOException {
        Database database = database(TEXT);
        Hits whole = align(database, 0, database.length());
        for (long cut = 0; cut <= database.length(); cut++) {
            Hits first = align(database, 0, cut);
            Hits second = align(database, cut, database.length());
            assertThat(first.plus(second)).as("cut at " + cut).isEqualTo(whole);
            assertThat(second.plus(first)).isEqualTo(whole);
        }
    }

    @Test
    void halvesOfHalvesInAnyOrderAreTheWhole() throws IOException {
        Database database = database(TEXT.replace("\n", "\r\n"));
        Hits whole = align(database, 0, database.length());
        List<Hits> parts = new ArrayList<>();
        List<Slice> slices = new ArrayList<>(List.of(new Slice(0, database.length())));
        while (!slices.isEmpty()) {
            Slice next = slices.removeLast();
            slices.addAll(next.halves(5));
            if (next.halves(5).isEmpty()) parts.add(align(database, next.from(), next.to()));
        }
        Collections.shuffle(parts, new Random(1));
        assertThat(parts.stream().reduce(Hits::plus)).contains(whole);
    }

    @Test
    void whoIsInterruptedStops() throws IOException {
        Database database = database(TEXT);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> align(database, 0, 1000))
                .isInstanceOf(CallException.class)
                .hasMessage("the search was given up");
        assertThat(Thread.interrupted()).isTrue();
    }
}
