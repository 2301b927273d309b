// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.http;

import static dev.galley.rpc.http.Status.INTERNAL;
import static dev.galley.rpc.http.Status.UNKNOWN;

/// What a service says has failed, where it says it by the name of a code of gRPC: that one, and
/// the status of HTTP that google.rpc.Code names for it. All other words are a failure that only
/// the caller of the service knows.
///
/// @param grpc the code
/// @param http the status
record Word(int grpc, int http) {
    static Word of(String type) {
        return switch (type) {
            case "invalid-argument" -> new Word(Status.INVALID_ARGUMENT, 400);
            case "not-found" -> new Word(Status.NOT_FOUND, 404);
            case "already-exists" -> new Word(Status.ALREADY_EXISTS, 409);
            case "permission-denied" -> new Word(Status.PERMISSION_DENIED, 403);
            case "resource-exhausted" -> new Word(Status.RESOURCE_EXHAUSTED, 429);
            case "failed-precondition" -> new Word(Status.FAILED_PRECONDITION, 400);
            case "aborted" -> new Word(Status.ABORTED, 409);
            case "out-of-range" -> new Word(Status.OUT_OF_RANGE, 400);
            case "unimplemented" -> new Word(Status.UNIMPLEMENTED, 501);
            case "internal" -> new Word(INTERNAL, 500);
            case "unavailable" -> new Word(Status.UNAVAILABLE, 503);
            case "unauthenticated" -> new Word(Status.UNAUTHENTICATED, 401);
            default -> new Word(UNKNOWN, 500);
        };
    }
}
