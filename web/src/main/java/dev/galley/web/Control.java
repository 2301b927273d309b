// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

/// What the admin API sees and does. Implemented by the server; called from many threads.
public interface Control {
    /// Everything there is to see, as of now.
    Status status();

    /// Whether every listener is bound and not draining: what a balancer in front asks.
    boolean ready();

    /// Reads the configuration file again; when this returns, the new one serves.
    ///
    /// @throws Refused 422 with every error of the file; then the old one keeps serving
    Reload reload() throws Refused;

    /// Gives the member no new requests.
    ///
    /// @throws Refused 404 if there is no such pool or member
    void drain(String pool, String member) throws Refused;

    /// Lets the member serve again, after {@link #drain}.
    ///
    /// @throws Refused 404 if there is no such pool or member
    void enable(String pool, String member) throws Refused;

    /// Sets the member's share, until the file gives it another one.
    ///
    /// @param weight 0 to 1000
    /// @throws Refused 404 if there is no such pool or member
    void weight(String pool, String member, int weight) throws Refused;

    /// Which member has which session.
    ///
    /// @param pool empty: all
    /// @param offset how many of a pool's sessions to pass over
    /// @param limit how many of a pool's sessions to tell at the most
    /// @throws Refused 404 if there is no such pool
    Sessions sessions(String pool, int offset, int limit) throws Refused;

    /// Which member would serve the request, and why; nothing is sent.
    ///
    /// @throws Refused 404 if there is no such pool
    Explanation explain(String pool, Question question) throws Refused;
}
