// SPDX-License-Identifier: Apache-2.0
package dev.galley.bench.chat;

import dev.galley.rpc.Service;

/// Has codecs generated for what it names.
@Service
public interface Rooms {
    void say(Message message);

    long next(long after);
}
