// SPDX-License-Identifier: Apache-2.0
package genes.terminal;

import dev.galley.rpc.CallException;
import genes.Hits;
import genes.Query;
import genes.Search;
import genes.Slice;
import genes.align.Database;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Searches for genes, and writes what was found as lines of columns with tabs between them.
public final class Terminal {
    private static final String USAGE =
            """
            terminal make FOLDER [--kib 4096] [--seed 1]
                makes a database and queries that go with it: database.fasta, queries.fasta
            terminal search QUERIES [--at 127.0.0.1:7801,...] [--best 10] [--id NAME]
                searches on the nodes that are running; a search of this name is gone on with
            terminal alone QUERIES DATABASE [--best 10]
                searches here, on one thread: what others have to equal\
            """;

    private Terminal() {}

    public static void main(String[] words) {
        try {
            run(Words.of(words));
        } catch (IllegalArgumentException e) {
            end(2, e.getMessage() + "\n" + USAGE);
        } catch (NoSuchFileException e) {
            end(1, "there is no file " + e.getFile());
        } catch (IOException | CallException e) {
            end(1, String.valueOf(e.getMessage()));
        }
    }

    private static void end(int status, String why) {
        System.err.println(why);
        System.exit(status);
    }

    private static void run(Words words) throws IOException {
        switch (words.word(0, "what to do")) {
            case "make" -> make(words);
            case "search" -> search(words);
            case "alone" -> alone(words);
            default -> throw new IllegalArgumentException("make, search or alone");
        }
    }

    private static void make(Words words) throws IOException {
        Path folder = Path.of(words.word(1, "a folder"));
        long bytes = 1024L * words.number("kib", 4096);
        new Maker(words.number("seed", 1)).make(folder, bytes);
        System.out.println(
                folder.resolve("database.fasta") + ", " + folder.resolve("queries.fasta"));
    }

    private static void search(Words words) throws IOException {
        List<Query> queries = Queries.of(Path.of(words.word(1, "a file of queries")));
        String id = words.option("id", UUID.randomUUID().toString());
        Search search = new Search(id, queries, words.number("best", 10));
        search.check();
        // Whether errors go to a terminal the script that starts this knows, and Java does not.
        Bar bar = new Bar(System.err, Boolean.getBoolean("genes.bar"), System::nanoTime);
        try (Nodes nodes = Nodes.at(words.option("at", "127.0.0.1:7801"), secret())) {
            Hits hits = nodes.search(search, bar::show);
            bar.end();
            tell(queries, hits);
        }
    }

    private static String secret() {
        Map<String, String> environment = System.getenv();
        return environment.getOrDefault("GENES_SECRET", "only-for-trying-it-out");
    }

    private static void alone(Words words) throws IOException {
        List<Query> queries = Queries.of(Path.of(words.word(1, "a file of queries")));
        Database database = new Database(Path.of(words.word(2, "a database")));
        int best = words.number("best", 10);
        tell(queries, database.align(new Slice(0, database.length()), queries, best));
    }

    private static void tell(List<Query> queries, Hits hits) {
        System.out.println("query\tsequence\tscore\tfrom\tto\tin\tuntil\thow");
        hits.hits()
                .forEach(hit ->
                        System.out.printf(
                                "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%s%n",
                                queries.get(hit.query()).name(),
                                hit.sequence(),
                                hit.score(),
                                hit.queryFrom(),
                                hit.queryTo(),
                                hit.from(),
                                hit.to(),
                                hit.cigar()));
        System.out.printf("# %d pairs of letters%n", hits.cells());
    }
}
