// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.embedding;

import dev.galley.rpc.Idempotent;
import dev.galley.rpc.Service;

@Service
public interface Greeter {
    @Idempotent
    String greet(String name);
}
