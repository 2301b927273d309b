// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.net;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Has whatever waits for a condition wait for half a minute, where nothing else is said: on a busy
/// machine a process may take ten seconds to start. JUnit finds it by its services file.
public final class Patience implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }
}
