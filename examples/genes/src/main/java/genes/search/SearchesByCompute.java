// SPDX-License-Identifier: Apache-2.0
package genes.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.galley.compute.Checkpoint;
import dev.galley.compute.Compute;
import dev.galley.compute.Job;
import dev.galley.compute.Limits;
import dev.galley.compute.Progress;
import dev.galley.compute.Task;
import dev.galley.rpc.Module;
import genes.Aligner;
import genes.Hits;
import genes.HitsCodec;
import genes.Query;
import genes.Search;
import genes.Searches;
import genes.Slice;
import genes.SliceCodec;
import genes.Update;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// The module that coordinates: the file falls into halves, those into halves, and so on, until a
/// slice is work for a moment; each goes to a node that has an aligner.
@Module("searches")
public final class SearchesByCompute implements Searches {
    private final Compute compute;
    private final Aligner aligner;
    private final SearchesConfig config;

    public SearchesByCompute(Compute compute, Aligner aligner, SearchesConfig config) {
        this.compute = compute;
        this.aligner = aligner;
        this.config = config;
    }

    @Override
    public Stream<Update> search(Search search) {
        search.check();
        Slice all = new Slice(0, aligner.length());
        Job<Hits> job = compute.run(task(search), List.of(all));
        Stream<Update> running = job.progress().map(SearchesByCompute::running);
        Stream<Update> found = Stream.of(job).map(ended -> new Update.Found(ended.result()));
        return Stream.concat(running, found).onClose(job::close);
    }

    private Task<Aligner, Slice, Hits> task(Search search) {
        int letters = search.queries().stream().map(Query::letters).mapToInt(String::length).sum();
        long most = Math.max(1, config.cells() / letters);
        return Task.of(Aligner.class, align(search), Hits::plus)
                .withSplit(slice -> slice.halves(most))
                .withLimits(Limits.USUAL.withAtOnce(config.atOnce()))
                .withCheckpoint(checkpoint(search));
    }

    private static BiFunction<Aligner, Slice, Hits> align(Search search) {
        return (aligner, slice) -> aligner.align(slice, search.queries(), search.best());
    }

    /// Of this search: one with the same id and other queries is another one.
    private Checkpoint<Slice, Hits> checkpoint(Search search) {
        byte[] wanted = (search.best() + " " + search.queries()).getBytes(UTF_8);
        String key = "genes:" + search.id() + ":" + UUID.nameUUIDFromBytes(wanted);
        return Checkpoint.of(key, SliceCodec.INSTANCE, HitsCodec.INSTANCE)
                .withEvery(config.checkpoint());
    }

    private static Update running(Progress now) {
        return new Update.Running(
                now.share(), now.done(), now.running(), now.again(), now.hedged());
    }
}
