// SPDX-License-Identifier: Apache-2.0
package dev.galley.rpc.processor.model;

import dev.galley.rpc.processor.model.DeclaredModel.Message;
import java.util.List;
import javax.lang.model.element.ExecutableElement;

/// A method of a service.
///
/// @param id 0 until the lock file has pinned it
/// @param request its parameters; of a stream, one field `item`
/// @param response its result as the field `result`; of void, empty
public record MethodModel(
        String name,
        int id,
        Kind kind,
        boolean idempotent,
        Message request,
        Message response,
        ExecutableElement where) {
    /// The constants of `dev.galley.rpc.Kind`.
    public enum Kind {
        UNARY("unary"),
        SERVER_STREAM("server-stream"),
        CLIENT_STREAM("client-stream"),
        BOTH_STREAM("both-stream");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public static Kind of(boolean clientStreams, boolean serverStreams) {
            if (clientStreams) return serverStreams ? BOTH_STREAM : CLIENT_STREAM;
            return serverStreams ? SERVER_STREAM : UNARY;
        }

        /// As the lock file has it.
        public String word() {
            return word;
        }

        public boolean clientStreams() {
            return this == CLIENT_STREAM || this == BOTH_STREAM;
        }

        public boolean serverStreams() {
            return this == SERVER_STREAM || this == BOTH_STREAM;
        }
    }

    public MethodModel pinned(int newId, Message pinnedRequest, Message pinnedResponse) {
        return new MethodModel(name, newId, kind, idempotent, pinnedRequest, pinnedResponse, where);
    }

    public List<Message> messages() {
        return List.of(request, response);
    }
}
