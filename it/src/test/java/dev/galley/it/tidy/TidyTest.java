// SPDX-License-Identifier: Apache-2.0
package dev.galley.it.tidy;

import org.junit.jupiter.api.Test;

class TidyTest {
    @Test
    void a() {}
}
