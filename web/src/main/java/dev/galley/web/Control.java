// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import dev.galley.config.Cidr;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /// The cluster that this process is a node of.
    ///
    /// @throws Refused 409 if it is in none
    default ClusterControl cluster() throws Refused {
        throw new Refused(409, "this process is in no cluster: its file has no \"cluster\"");
    }

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

    /// Who is denied.
    ///
    /// @param offset how many to pass over
    /// @param limit how many to tell at the most
    DenyList denied(int offset, int limit);

    /// Keeps sources away from the listeners that ask for the deny list.
    ///
    /// @param ttl null: as long as Galley runs
    /// @throws Refused 409 if no listener asks for it, 422 if the list has no room
    DenyList.Changed deny(List<Cidr> sources, @Nullable Duration ttl) throws Refused;

    /// Lets sources in again; those that are not denied are passed over.
    ///
    /// @throws Refused 500 if the kernel refuses
    DenyList.Changed allow(List<Cidr> sources) throws Refused;
}
