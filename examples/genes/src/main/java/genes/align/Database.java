// SPDX-License-Identifier: Apache-2.0
package genes.align;

import genes.Hit;
import genes.Hits;
import genes.Query;
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
    public Hits align(Slice slice, List<Query> queries, int best) throws IOException {
        List<Best> looking = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++)
            looking.add(new Best(i, Letters.numbers(queries.get(i).letters()), best));
        long cells = 0;
        try (Fasta fasta = new Fasta(path, slice.from(), slice.to())) {
            for (Sequence next; (next = fasta.next()) != null; ) cells += look(looking, next);
        } catch (ClosedByInterruptException e) {
            throw Gotoh.givenUp();
        }
        List<Hit> hits = looking.stream().flatMap(query -> query.hits().stream()).toList();
        return new Hits(hits, best, cells);
    }

    private static long look(List<Best> looking, Sequence sequence) {
        long cells = 0;
        for (Best query : looking) {
            Gotoh.breathe();
            query.look(sequence);
            cells += query.cells(sequence);
        }
        return cells;
    }
}
