// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.rpc;

import com.google.protobuf.DynamicMessage;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What comes of a call, as text.
final class Collected implements StreamObserver<DynamicMessage> {
    final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    final CompletableFuture<List<String>> all = new CompletableFuture<>();

    @Override
    public void onNext(DynamicMessage value) {
        seen.add(GrpcCalls.text(value));
    }

    @Override
    public void onError(Throwable t) {
        all.completeExceptionally(t);
    }

    @Override
    public void onCompleted() {
        all.complete(seen);
    }
}
