// SPDX-License-Identifier: Apache-2.0
package genes.terminal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Makes DNA out of nothing: sequences by chance, into some of which a gene was put that has
/// changed a little, and these genes as queries. The same seed makes the same.
public final class Maker {
    private static final int QUERIES = 3, QUERY = 300, LINE = 70;

    /// One sequence in so many has a gene.
    private static final int SOME = 20;

    private final SplittableRandom random;

    public Maker(long seed) {
        random = new SplittableRandom(seed);
    }

    /// Writes `database.fasta` and `queries.fasta`.
    ///
    /// @param bytes of the database, at least
    public void make(Path folder, long bytes) throws IOException {
        Files.createDirectories(folder);
        List<String> genes = new ArrayList<>();
        try (BufferedWriter queries = Files.newBufferedWriter(folder.resolve("queries.fasta"))) {
            for (int i = 1; i <= QUERIES; i++) {
                genes.add(letters(QUERY));
                write(queries, "gene-" + i, genes.getLast());
            }
        }
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("database.fasta"))) {
            long written = 0;
            for (int i = 1; written < bytes; i++)
                written += write(out, "sequence-" + i, sequence(genes));
        }
    }

    private String sequence(List<String> genes) {
        String before = letters(random.nextInt(500, 1500));
        if (random.nextInt(SOME) > 0) return before;
        String gene = genes.get(random.nextInt(genes.size()));
        return before + changed(gene) + letters(random.nextInt(500));
    }

    private String letters(int count) {
        StringBuilder letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) letters.append(letter());
        return letters.toString();
    }

    private char letter() {
        return "ACGT".charAt(random.nextInt(4));
    }

    /// One letter in ten is another one, one in fifty is lost, and as many come besides.
    private String changed(String gene) {
        StringBuilder changed = new StringBuilder();
        for (int i = 0; i < gene.length(); i++) {
            int chance = random.nextInt(100);
            if (chance < 2) continue;
            changed.append(chance < 12 ? letter() : gene.charAt(i));
            if (chance > 97) changed.append(letter());
        }
        return changed.toString();
    }

    private static long write(BufferedWriter out, String name, String letters) throws IOException {
        out.write(">" + name + "\n");
        for (int i = 0; i < letters.length(); i += LINE)
            out.write(letters.substring(i, Math.min(i + LINE, letters.length())) + "\n");
        return letters.length();
    }
}
