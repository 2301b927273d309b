// SPDX-License-Identifier: Apache-2.0
package dev.galley.compute;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is done with the parts of a job.
///
/// @param <S> the service whose nodes do it
/// @param <P> a part
/// @param <A> an answer
/// @param call does a part by one call of the service: mostly one of its methods
/// @param combine makes one answer of two. Answers come in any order, so it must not matter:
///   `combine` is associative and commutative, as a sum is, or the best ten of a total order
/// @param split the smaller parts that a part falls into, which may fall again; empty: it is small
///   enough. Asked when the part's turn comes, so that few wait at a time
/// @param checkpoint null: the job ends with the process that has begun it
public record Task<S, P, A>(
        Class<S> service,
        BiFunction<S, P, A> call,
        BinaryOperator<A> combine,
        Function<P, List<P>> split,
        Limits limits,
        @Nullable Checkpoint<P, A> checkpoint) {
    /// With parts that are small enough, the usual limits and no checkpoint.
    public static <S, P, A> Task<S, P, A> of(
            Class<S> service, BiFunction<S, P, A> call, BinaryOperator<A> combine) {
        return new Task<>(service, call, combine, _ -> List.of(), Limits.USUAL, null);
    }

    /// The same, with parts that fall into smaller ones.
    public Task<S, P, A> withSplit(Function<P, List<P>> how) {
        return new Task<>(service, call, combine, how, limits, checkpoint);
    }

    /// The same, with other limits.
    public Task<S, P, A> withLimits(Limits other) {
        return new Task<>(service, call, combine, split, other, checkpoint);
    }

    /// The same, of which what is done is kept.
    public Task<S, P, A> withCheckpoint(Checkpoint<P, A> kept) {
        return new Task<>(service, call, combine, split, limits, kept);
    }
}
