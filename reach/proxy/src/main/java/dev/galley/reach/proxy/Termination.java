// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.proxy;

/// Why a request ended as it did: the short code of the access log and the metrics. The first
/// letter says whose doing it was: C the client's, M the member's, P the proxy's own.
public enum Termination {
    /// The answer was passed on whole.
    DONE("--", "the answer was passed on whole; relayed: both sides have ended"),
    LOCAL("PL", "answered by a route's respond or redirect"),
    REFERRED("PS", "the client was sent to a member"),
    LOOP("PO", "the redirect would have led back to where the client came"),
    NO_ROUTE("PR", "no route matches"),
    BAD_REQUEST("CB", "the request was malformed or over a limit"),
    CLIENT_GONE("CA", "the client closed before the end"),
    CLIENT_SLOW("CT", "the client did not send or take bytes in time"),
    NO_MEMBER("MN", "no member is up"),
    QUEUE_FULL("PQ", "every member is at its max-connections, and the queue is full"),
    QUEUE_TIMEOUT("PT", "waited in the queue for too long"),
    NOT_CONNECTED("MC", "the member accepted no connection"),
    CONNECT_TIMEOUT("MK", "the member did not accept a connection in time"),
    NOT_SECURED(
            "MV", "no TLS with the member: the handshake failed, or its certificate was refused"),
    ANSWER_TIMEOUT("MT", "the member did not answer in time"),
    MEMBER_CLOSED("MX", "the member closed before its answer began"),
    BAD_ANSWER("MB", "the member's answer was malformed"),
    TRUNCATED("MD", "the member closed before the end of its answer"),
    IDLE("PI", "relayed, and nothing came from either side for too long"),
    MEMBER_DOWN("PD", "relayed, and closed since its member went down (`on-down: close`)"),
    DISPLACED("PU", "a UDP session gave way to a newer one"),
    CUT("PX", "relayed, and cut off when the listener closed");

    private final String code;
    private final String meaning;

    Termination(String code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /// Two letters.
    public String code() {
        return code;
    }

    /// The code in words.
    public String meaning() {
        return meaning;
    }
}
