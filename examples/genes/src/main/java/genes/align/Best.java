// SPDX-License-Identifier: Apache-2.0
package genes.align;

import genes.Hit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The best alignments of one query so far: only these are worth a way back.
final class Best {
    private static final Comparator<Found> ORDER =
            Comparator.<Found>comparingInt(found -> found.end.score())
                    .reversed()
                    .thenComparingLong(found -> found.sequence.at());

    private record Found(Sequence sequence, Gotoh.End end) {}

    private final int number;
    private final byte[] query;
    private final int most;
    private final Gotoh gotoh;
    private final List<Found> all = new ArrayList<>();

    /// @param number of the query in its search
    Best(int number, byte[] query, int most) {
        this.number = number;
        this.query = query;
        this.most = most;
        this.gotoh = new Gotoh(query, Scoring.BLASTN);
    }

    void look(Sequence sequence) {
        Gotoh.End end = gotoh.end(sequence.letters());
        boolean full = all.size() == most;
        // Sequences come in the order of the file: an equal one does not displace an earlier one.
        if (end.score() == 0 || (full && end.score() <= all.getLast().end.score())) return;
        if (full) all.removeLast();
        all.add(new Found(sequence, end));
        all.sort(ORDER);
    }

    /// How many pairs of letters were looked at.
    long cells(Sequence sequence) {
        return (long) query.length * sequence.letters().length;
    }

    List<Hit> hits() {
        return all.stream().map(this::hit).toList();
    }

    private Hit hit(Found found) {
        Sequence sequence = found.sequence;
        Gotoh.End end = found.end;
        var way = Traceback.of(query, sequence.letters(), Scoring.BLASTN, end);
        return new Hit(
                number,
                sequence.name(),
                sequence.at(),
                end.score(),
                way.queryFrom() + 1,
                end.query() + 1,
                way.from() + 1,
                end.sequence() + 1,
                way.cigar());
    }
}
