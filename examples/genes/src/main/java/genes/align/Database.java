// SPDX-License-Identifier: Apache-2.0
package genes.align;

import genes.Hit;
import genes.Hits;
import genes.Slice;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A file of sequences (FASTA).
public record Database(Path path) {
    /// In bytes.
    public long length() throws IOException {
        return Files.size(path);
    }

    /// The best alignments with the sequences of a slice, by this thread alone. Of the whole file
    /// it is the reference that a search on many nodes has to equal.
    ///
    /// @throws dev.galley.rpc.CallException if the thread is interrupted
    public Hits align(Slice slice) throws IOException {
        List<Best> queries = new ArrayList<>();
        for (int i = 0; i < slice.queries().size(); i++) {
            byte[] letters = Letters.numbers(slice.queries().get(i).letters());
            queries.add(new Best(i, letters, slice.best()));
        }
        long cells = 0;
        try (Fasta fasta = new Fasta(path, slice.from(), slice.to())) {
            for (Sequence next; (next = fasta.next()) != null; ) cells += look(queries, next);
        } catch (ClosedByInterruptException e) {
            throw Gotoh.givenUp();
        }
        List<Hit> hits = queries.stream().flatMap(query -> query.hits().stream()).toList();
        return new Hits(hits, slice.best(), cells);
    }

    private static long look(List<Best> queries, Sequence sequence) {
        long cells = 0;
        for (Best query : queries) {
            Gotoh.breathe();
            query.look(sequence);
            cells += query.cells(sequence);
        }
        return cells;
    }
}
