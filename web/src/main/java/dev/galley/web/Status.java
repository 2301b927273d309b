// SPDX-License-Identifier: Apache-2.0
package dev.galley.web;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is to be seen of a running Galley, as of one moment.
///
/// @param transport what moves the bytes: io_uring, epoll or nio
/// @param file the configuration file
/// @param idleUpstreams connections to members that are kept for the next request
/// @param floods null: no listener asks for anything to be kept away
/// @param app the program of modules; null: none
/// @param reload how the file was last read; the first time is the start
public record Status(
        String version,
        Instant started,
        double uptimeSeconds,
        String transport,
        String file,
        Reload reload,
        long idleUpstreams,
        List<ListenerStatus> listeners,
        List<PoolStatus> pools,
        List<VirtualAddressStatus> virtualAddresses,
        @Nullable Floods floods,
        @Nullable AppStatus app) {}
